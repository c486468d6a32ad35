using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Features.Desk.Queue;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>One request at the desk, on the real server and databases.</summary>
public sealed class DeskOperationTests(AppFixture app) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private static int agencies;
    private DeskScope desk = null!;

    public async ValueTask InitializeAsync() =>
        desk = new DeskScope(
            app.Server,
            await TestAgency.AddAsync(app.Server, $"desk{Interlocked.Increment(ref agencies)}")
        );

    public ValueTask DisposeAsync() => desk.DisposeAsync();

    [Fact]
    public async Task Opening_a_request_marks_it_as_seen_once()
    {
        var request = await desk.AddAsync();
        Assert.True((await ListAsync()).Single().IsUnread);
        var first = await ReadAsync(request.Id);
        Assert.False((await ListAsync()).Single().IsUnread);
        Assert.Equal(first.Version, (await ReadAsync(request.Id)).Version);
        Assert.Null(await desk.Get<ReadRequest>().RunAsync(request.Id + 1, markSeen: true));
    }

    [Fact]
    public async Task A_status_change_enters_the_history_and_the_outbox_together()
    {
        var request = await desk.AddAsync();
        var view = await ReadAsync(request.Id);
        var result = await ChangeAsync(view, RequestStatus.Offered, " See attached. ");
        Assert.Equal(ChangeOutcome.Done, result.Outcome);
        Assert.Equal(RequestStatus.Offered, result.Current!.Status);
        var line = result.Current.History[^1];
        Assert.Equal(("Ana", RequestStatus.New, RequestStatus.Offered), (line.Who!, line.From, line.To));
        Assert.Equal("See attached.", line.Text);
        var mail = Assert.Single(result.Current.Mails);
        Assert.Equal("zoe@example.com", mail.Recipient);
    }

    [Fact]
    public async Task The_second_of_two_agents_is_told_and_overwrites_nothing()
    {
        var request = await desk.AddAsync();
        var seen = await ReadAsync(request.Id);
        Assert.Equal(
            ChangeOutcome.Done,
            (await ChangeAsync(seen, RequestStatus.InProgress, null, DeskScope.Ben)).Outcome
        );
        var late = await ChangeAsync(seen, RequestStatus.Declined, "Sorry", DeskScope.Ana);
        Assert.Equal(ChangeOutcome.Overtaken, late.Outcome);
        Assert.Equal(RequestStatus.InProgress, late.Current!.Status);
        Assert.Equal("Ben", Assert.Single(late.Current.Since(seen)).Who);
        Assert.Single(late.Current.Mails);
        // Having seen it, the agent may decide again.
        Assert.Equal(ChangeOutcome.Done, (await ChangeAsync(late.Current, RequestStatus.Declined, "Sorry")).Outcome);
    }

    [Fact]
    public async Task Of_many_agents_at_the_same_moment_one_wins()
    {
        var request = await desk.AddAsync();
        var seen = await ReadAsync(request.Id);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => ChangeAsync(seen, RequestStatus.Offered, null))
        );
        Assert.Single(outcomes, result => result.Outcome == ChangeOutcome.Done);
        Assert.All(
            outcomes.Where(result => result.Outcome != ChangeOutcome.Done),
            result => Assert.Equal(ChangeOutcome.Overtaken, result.Outcome)
        );
        Assert.Single((await ReadAsync(request.Id)).Mails);
    }

    [Fact]
    public async Task What_the_flow_forbids_is_refused()
    {
        var request = await desk.AddAsync();
        var view = await ReadAsync(request.Id);
        var result = await ChangeAsync(view, RequestStatus.Booked, null);
        Assert.Equal(ChangeOutcome.Refused, result.Outcome);
        Assert.Equal(RequestStatus.New, result.Current!.Status);
        Assert.Empty(result.Current.Mails);
        var missing = view with { Id = view.Id + 1 };
        Assert.Equal(ChangeOutcome.Gone, (await ChangeAsync(missing, RequestStatus.Offered, null)).Outcome);
    }

    [Fact]
    public async Task After_the_travel_date_a_request_can_only_be_closed()
    {
        var request = await desk.AddAsync(daysAhead: 3, age: TimeSpan.FromDays(10));
        var view = await ReadAsync(request.Id);
        Assert.True(view.HasDeparted);
        Assert.Equal([RequestStatus.Declined, RequestStatus.Cancelled], view.Next);
        Assert.Equal(ChangeOutcome.Refused, (await ChangeAsync(view, RequestStatus.Offered, null)).Outcome);
    }

    [Fact]
    public async Task Notes_add_up_whoever_writes_them_at_the_same_moment()
    {
        var request = await desk.AddAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => desk.Get<AddNote>().RunAsync(request.Id, $"Note {i}", DeskScope.Ben))
        );
        var notes = (await ReadAsync(request.Id)).History.Where(line => line.Kind == RequestEventKind.Note);
        Assert.Equal(["Note 0", "Note 1", "Note 2", "Note 3"], notes.Select(line => line.Text).Order());
        Assert.Null(await desk.Get<AddNote>().RunAsync(request.Id + 1, "Nobody", DeskScope.Ben));
    }

    [Fact]
    public async Task A_reference_is_found_however_it_is_typed()
    {
        var request = await desk.AddAsync();
        var find = desk.Get<FindByReference>();
        Assert.Equal(request.Id, await find.RunAsync(request.Reference));
        Assert.Equal(request.Id, await find.RunAsync(RequestReference.Format(request.Reference).ToLowerInvariant()));
        Assert.Null(await find.RunAsync("0000000"));
        Assert.Null(await find.RunAsync("not a reference"));
    }

    [Fact]
    public async Task A_bulk_change_moves_those_that_may_and_holds_their_mail()
    {
        var fresh = await desk.AddAsync();
        var gone = await desk.AddAsync(daysAhead: 1, age: TimeSpan.FromDays(5));
        var change = await desk.Get<BulkChangeStatus>()
            .RunAsync([fresh.Id, gone.Id], RequestStatus.Offered, DeskScope.Ana);
        Assert.Equal(fresh.Id, Assert.Single(change.Changed).Id);
        Assert.Equal(1, change.Left);
        await using var lease = await desk.OpenAsync();
        var mail = await lease.Db.OutgoingMails.SingleAsync();
        Assert.Equal(MailState.Queued, mail.State);
        Assert.True(mail.NextAttemptAt > DateTimeOffset.UtcNow + BulkChangeStatus.UndoTime);
    }

    [Fact]
    public async Task Undoing_a_bulk_change_leaves_no_trace()
    {
        var request = await desk.AddAsync(age: TimeSpan.FromHours(5));
        var before = await ReadAsync(request.Id);
        var change = await desk.Get<BulkChangeStatus>().RunAsync([request.Id], RequestStatus.Declined, DeskScope.Ana);
        Assert.Equal(1, await desk.Get<UndoBulkChange>().RunAsync(change));
        var after = await ReadAsync(request.Id);
        Assert.Equal(before.Status, after.Status);
        Assert.Equal(before.StatusChangedAt, after.StatusChangedAt);
        Assert.Equal(before.History, after.History);
        Assert.Empty(after.Mails);
        // Pressed twice, the second time finds nothing to undo.
        Assert.Equal(0, await desk.Get<UndoBulkChange>().RunAsync(change));
    }

    [Fact]
    public async Task What_somebody_moved_on_since_is_not_undone()
    {
        var request = await desk.AddAsync();
        var change = await desk.Get<BulkChangeStatus>().RunAsync([request.Id], RequestStatus.Offered, DeskScope.Ana);
        await ChangeAsync(await ReadAsync(request.Id), RequestStatus.Booked, null, DeskScope.Ben);
        Assert.Equal(0, await desk.Get<UndoBulkChange>().RunAsync(change));
        var view = await ReadAsync(request.Id);
        Assert.Equal(RequestStatus.Booked, view.Status);
        Assert.Equal(2, view.Mails.Count);
    }

    [Fact]
    public async Task What_the_traveler_was_told_is_not_undone()
    {
        var request = await desk.AddAsync();
        var change = await desk.Get<BulkChangeStatus>().RunAsync([request.Id], RequestStatus.Offered, DeskScope.Ana);
        await using (var lease = await desk.OpenAsync())
        {
            // As a sender claims it.
            var leaseUntil = DateTimeOffset.UtcNow + OutgoingMail.Lease;
            await lease.Db.OutgoingMails.ExecuteUpdateAsync(set =>
                set.SetProperty(mail => mail.NextAttemptAt, leaseUntil)
            );
        }
        Assert.Equal(0, await desk.Get<UndoBulkChange>().RunAsync(change));
        Assert.Equal(RequestStatus.Offered, (await ReadAsync(request.Id)).Status);
    }

    private async Task<IReadOnlyList<QueueRow>> ListAsync() =>
        (await desk.Get<ListRequests>().RunAsync(QueueFilter.Everything)).Rows;

    private async Task<RequestView> ReadAsync(long id) =>
        await desk.Get<ReadRequest>().RunAsync(id, markSeen: true)
        ?? throw new InvalidOperationException($"There is no request {id}.");

    private Task<ChangeResult> ChangeAsync(RequestView view, RequestStatus to, string? message, Actor? actor = null) =>
        desk.Get<ChangeStatus>().RunAsync(view.Id, view.Version, to, message, actor ?? DeskScope.Ana);
}
