using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Finds the request behind a link and shows it in the form that its content gives.</summary>
public sealed partial class OwnRequestFrame(
    ReadOwnRequest read,
    NavigationManager navigation,
    ILogger<OwnRequestFrame> logger
) : ComponentBase
{
    private OwnRequest? request;
    private string trouble = "UnknownLink";

    /// <summary>The request's secret, as it stands in the address.</summary>
    [Parameter, EditorRequired]
    public string Token { get; set; } = "";

    [Parameter, EditorRequired]
    public RenderFragment<OwnRequest> ChildContent { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        if (Tenant.Agency is null)
        {
            // The platform has no requests.
            navigation.NotFound();
            return;
        }
        try
        {
            request = await read.RunAsync(Token, Http.RequestAborted);
            if (request is null)
            {
                AnswerAs(StatusCodes.Status404NotFound);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnreadable(logger, exception);
            trouble = "Unreadable";
            AnswerAs(StatusCodes.Status503ServiceUnavailable);
            Http.Response.Headers.RetryAfter = "30";
        }
    }

    // Only once the page is written: the framework throws away the content of a page that it sees as not found.
    private void AnswerAs(int statusCode) =>
        Http.Response.OnStarting(() =>
        {
            Http.Response.StatusCode = statusCode;
            return Task.CompletedTask;
        });

    [LoggerMessage(LogLevel.Error, "A traveler's page could not be read")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
