using System.Globalization;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Where a request stands, kept up to date while somebody looks at it.</summary>
public sealed partial class RequestProgress(
    ReadOwnRequest read,
    Announcements announcements,
    ILogger<RequestProgress> logger
) : ComponentBase, IDisposable
{
    private readonly CultureInfo culture = CultureInfo.CurrentUICulture;
    private OwnRequest? request;
    private IDisposable? subscription;

    /// <summary>The request's secret.</summary>
    [Parameter, EditorRequired]
    public string Token { get; set; } = "";

    // The latest first: that is what somebody comes back for.
    private IReadOnlyList<TimelineEntry> Steps =>
        [
            .. request!
                .History.Select(
                    (step, i) =>
                        new TimelineEntry(
                            Texts[$"Event_{step.Status}", Tenant.Required.Name],
                            i < request.History.Count - 1 ? TimelineState.Done
                                : StatusFlow.IsClosed(request.Status) ? TimelineState.Ended
                                : TimelineState.Now,
                            step.At,
                            Note: step.Words
                        )
                )
                .Reverse(),
        ];

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            // Before reading, so that no change falls in between.
            subscription = announcements.OnRequestChanged(
                Tenant.Required.TenantId,
                news => _ = InvokeAsync(() => HearAsync(news))
            );
        }
        request = await read.RunAsync(Token);
    }

    private async Task HearAsync(RequestNews news)
    {
        if (news.Id is null || request is null || news.Id == request.Id)
        {
            // News come from outside of the circuit, where nobody's language is known.
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            await ReadAgainAsync();
        }
    }

    private async Task ReadAgainAsync()
    {
        try
        {
            request = await read.RunAsync(Token) ?? request;
            StateHasChanged();
        }
        catch (Exception exception)
        {
            // The page keeps what it shows; the next news, or loading it again, brings it up to date.
            LogNotRead(logger, exception);
        }
    }

    public void Dispose() => subscription?.Dispose();

    [LoggerMessage(LogLevel.Warning, "A traveler's open page could not be brought up to date")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
