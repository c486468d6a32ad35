using BlazorTravel.Domain.TravelRequests;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTravel.Web.Features.Desk.Detail;

public sealed partial class StatusDialog
{
    private static readonly DialogOptions Options = new()
    {
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        CloseOnEscapeKey = true,
        CloseButton = false,
    };

    private RequestStatus? shownFor;
    private RequestView? based;
    private string title = "";
    private string message = "";
    private string? overtaken;
    private bool failure;
    private bool isRunning;

    /// <summary>The request as it stands.</summary>
    [Parameter, EditorRequired]
    public RequestView View { get; set; } = default!;

    /// <summary>The step that was chosen; null shows nothing.</summary>
    [Parameter]
    public RequestStatus? To { get; set; }

    /// <summary>Does it.</summary>
    [Parameter, EditorRequired]
    public Func<StatusChoice, Task<ChangeResult>> Run { get; set; } = default!;

    /// <summary>The dialog was left, done or not.</summary>
    [Parameter]
    public EventCallback Closed { get; set; }

    private bool CanStill => To is { } to && View.Next.Contains(to);

    protected override void OnParametersSet()
    {
        if (To != shownFor)
        {
            shownFor = To;
            based = View;
            overtaken = null;
            failure = false;
            if (To is { } to)
            {
                title = Texts.Verb(View.Status, to);
            }
        }
        else if (To is not null && based is { } seen && View.Version != seen.Version && !isRunning)
        {
            SayOvertaken(seen);
        }
    }

    private async Task RunAsync()
    {
        if (isRunning || To is not { } to || based is not { } seen)
        {
            return;
        }
        isRunning = true;
        failure = false;
        try
        {
            var result = await Run(new StatusChoice(seen.Version, to, message));
            if (result.Outcome is ChangeOutcome.Done or ChangeOutcome.Gone)
            {
                message = "";
                await Closed.InvokeAsync();
            }
            else if (result.Current is { } current)
            {
                View = current;
                SayOvertaken(seen);
            }
        }
        catch (Exception exception) when (Outage.Covers(exception))
        {
            failure = true;
        }
        finally
        {
            isRunning = false;
        }
    }

    // The agent decides again, knowing what happened.
    private void SayOvertaken(RequestView seen)
    {
        based = View;
        if (View.Since(seen).LastOrDefault() is { } line)
        {
            overtaken = HistoryWords.Sentence(Texts, line);
        }
        else if (View.Status != seen.Status)
        {
            overtaken = Texts["Did_Something"];
        }
    }

    private Task Shut(bool isVisible) => isVisible ? Task.CompletedTask : Closed.InvokeAsync();
}

/// <summary>A step that an agent decided on.</summary>
/// <param name="Version">Of the request that the decision was based on.</param>
public sealed record StatusChoice(uint Version, RequestStatus To, string? Message);
