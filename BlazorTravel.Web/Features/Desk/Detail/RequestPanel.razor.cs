using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>
/// Keeps one request current while it is open. What others do to it appears at once with a line that says who; what is being
/// typed is not touched.
/// </summary>
public sealed partial class RequestPanel(
    ReadRequest read,
    ChangeStatus change,
    DeskNews news,
    DeskBrowser browser,
    TimeProvider time
)
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan MailPatience = TimeSpan.FromMinutes(1);

    private NewsFeed? feed;
    private RequestView? view;
    private SignedInUser? me;
    private RequestStatus? asked;
    private DateTimeOffset now;
    private string? notice;
    private bool failure;
    private bool isMissing;

    /// <summary>Which request; another one is another panel.</summary>
    [Parameter, EditorRequired]
    public long Id { get; set; }

    /// <summary>Back to the list as it was.</summary>
    [Parameter, EditorRequired]
    public string CloseHref { get; set; } = "";

    /// <summary>What was read for the first, static rendering, so that the live one begins with it.</summary>
    [PersistentState]
    public RequestView? Snapshot { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    // Mail is sent without a word about it, mostly within a second.
    private bool HasMailOnItsWay =>
        view is { Mails: var mails }
        && mails.Any(mail => mail.State == MailState.Queued && time.GetUtcNow() - mail.CreatedAt < MailPatience);

    private string Waits
    {
        get
        {
            var since = RelativeTime.Span(now - view!.StatusChangedAt, Shared);
            return StatusFlow.WaitsForAgency(view.Status) ? Texts["WaitsForUs", since]
                : view.Status == RequestStatus.Offered ? Texts["WaitsForTraveler", since]
                : "";
        }
    }

    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null)
        {
            me = SignedInUser.From((await Authentication).User);
        }
        if (Snapshot is { } snapshot && snapshot.Id == Id)
        {
            Update(snapshot);
            return;
        }
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            feed = news.Start(Gap, batch => InvokeAsync(() => HearAsync(batch)), () => failure || HasMailOnItsWay);
            await browser.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (feed is not null)
        {
            await feed.DisposeAsync();
        }
    }

    private Task ReadAsync() => ReadAsync(markSeen: true);

    private async Task ReadAsync(bool markSeen)
    {
        try
        {
            var current = await read.RunAsync(Id, markSeen);
            failure = false;
            isMissing = current is null;
            if (current is null)
            {
                view = null;
                return;
            }
            if (view is { } earlier)
            {
                Tell(earlier, current);
            }
            Update(current);
        }
        catch (Exception exception) when (Outage.Covers(exception))
        {
            failure = true;
        }
    }

    private async Task HearAsync(NewsBatch batch)
    {
        now = time.GetUtcNow();
        if (batch.Concerns(Id))
        {
            await ReadAsync(markSeen: false);
        }
        StateHasChanged();
    }

    private void Update(RequestView current)
    {
        view = current;
        Snapshot = current;
        now = time.GetUtcNow();
    }

    // One's own steps need no telling, also not those of one's other window.
    private void Tell(RequestView earlier, RequestView current)
    {
        var others = current.Since(earlier).Where(line => line.ActorId is null || line.ActorId != me?.Id).ToList();
        if (others is [.., var last])
        {
            notice = HistoryWords.Sentence(Texts, last);
        }
    }

    private async Task<ChangeResult> ChangeAsync(StatusChoice choice)
    {
        var result = await change.RunAsync(Id, choice.Version, choice.To, choice.Message, me!.Actor);
        if (result.Current is { } current)
        {
            if (result.Outcome == ChangeOutcome.Done)
            {
                notice = null;
            }
            Update(current);
        }
        else
        {
            view = null;
            isMissing = true;
        }
        return result;
    }
}
