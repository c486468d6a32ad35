using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Features.Desk.Queue;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>The desk's components that decide something, without a browser.</summary>
public sealed class QueueComponentTests : BunitContext
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public QueueComponentTests()
    {
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(time);
    }

    [Fact]
    public void Each_choice_is_a_chip_whose_link_takes_it_away()
    {
        var filter = QueueFilter.Parse("/x?status=new.offered&unread=yes&q=rome&page=3");
        var bar = Render<QueueFilterBar>(p => p.Add(c => c.Filter, filter));
        var chips = bar.FindAll("a.chip");
        Assert.Equal(
            ["Search: rome", "New", "Offered", "Unread"],
            chips.Select(chip => chip.TextContent.Trim().Split('\n')[0].Trim())
        );
        Assert.Equal("/admin/requests?status=new.offered&unread=yes", chips[0].GetAttribute("href"));
        Assert.Equal("/admin/requests?status=offered&unread=yes&q=rome", chips[1].GetAttribute("href"));
        Assert.Equal("/admin/requests", bar.Find("a.clear").GetAttribute("href"));
    }

    [Fact]
    public void A_named_view_needs_no_chips() =>
        Assert.Empty(Render<QueueFilterBar>(p => p.Add(c => c.Filter, QueueView.LeavingSoon)).FindAll("a.chip"));

    [Fact]
    public void Travel_dates_that_are_typed_go_into_the_address()
    {
        var bar = Render<QueueFilterBar>(p => p.Add(c => c.Filter, QueueView.LeavingSoon));
        bar.FindAll("input[type=date]")[0].Change("2026-12-01");
        bar.FindAll("input[type=date]")[1].Change("2026-12-24");
        bar.Find("form.range").Submit();
        Assert.EndsWith(
            "?status=new.in_progress.offered&from=2026-12-01&to=2026-12-24&sort=departure",
            Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_heading_sorts_and_sorts_back()
    {
        var table = RenderTable(QueueFilter.Everything, Row(1));
        Assert.Equal("/admin/requests?sort=departure", Heading(table, "When"));
        table = RenderTable(QueueFilter.Parse("/x?sort=departure&page=2"), Row(1));
        Assert.Equal("/admin/requests?sort=-departure", Heading(table, "When"));
        Assert.Equal("ascending", table.FindAll("th")[3].GetAttribute("aria-sort"));
    }

    [Fact]
    public void The_view_that_is_shown_is_marked_and_counted()
    {
        var views = Render<QueueViews>(p =>
            p.Add(c => c.Filter, QueueView.WaitingForUs with { Page = 2 })
                .Add(c => c.Figures, new QueueFigures(3, 1, 1001, null, 0))
        );
        Assert.StartsWith("Waiting for us ", views.Find("[aria-current]").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["3", "1000+"], views.FindAll(".badge").Select(badge => badge.TextContent));
    }

    [Fact]
    public void The_pager_walks_with_the_rows_it_stands_between()
    {
        var page = new QueuePage([Row(80), Row(70)], 500, HasNext: true, 900);
        var pager = Render<QueuePager>(p =>
            p.Add(c => c.Filter, QueueFilter.Parse("/x?page=3&after=81")).Add(c => c.Page, page)
        );
        Assert.Equal("/admin/requests?page=2&before=80", pager.Find("[rel=prev]").GetAttribute("href"));
        Assert.Equal("/admin/requests?page=4&after=70", pager.Find("[rel=next]").GetAttribute("href"));
    }

    [Fact]
    public void A_row_says_who_waits_how_long_and_what_is_unread()
    {
        var row = Row(1) with { IsUnread = true, StatusChangedAt = time.GetUtcNow().AddDays(-4) };
        var table = RenderTable(QueueFilter.Everything, row, Row(2) with { Status = RequestStatus.Booked });
        Assert.Contains("Unread: ", table.FindAll("td.who")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("4 days", table.FindAll("td.waits")[0].TextContent.Trim());
        Assert.Contains("late", table.FindAll("td.waits")[0].ClassName, StringComparison.Ordinal);
        Assert.Equal("–", table.FindAll("td.waits")[1].TextContent.Trim());
    }

    [Fact]
    public void Several_requests_are_offered_every_step_that_one_of_them_may_take()
    {
        RequestStatus? chosen = null;
        var bar = Render<BulkBar>(p =>
            p.Add(c => c.Rows, [Row(1), Row(2) with { Status = RequestStatus.Booked }])
                .Add(c => c.Now, time.GetUtcNow())
                .Add(c => c.Change, to => chosen = to)
        );
        var steps = bar.FindAll("button.second");
        Assert.Equal(
            ["Start working (1)", "Mark as offered (1)", "Decline (1)", "Cancel request"],
            steps.Select(step =>
                string.Join(' ', step.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            )
        );
        steps[1].Click();
        Assert.Equal(RequestStatus.Offered, chosen);
    }

    [Fact]
    public void Undo_is_offered_for_ten_seconds()
    {
        var over = 0;
        var undone = 0;
        var change = new BulkChange(RequestStatus.Offered, [new ChangedRequest(1, 2, 3, time.GetUtcNow())], 0);
        var bar = Render<BulkBar>(p =>
            p.Add(c => c.Undoable, change)
                .Add(c => c.Said, "1 request is now offered.")
                .Add(c => c.UndoOver, () => over++)
                .Add(c => c.Undo, () => undone++)
        );
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, over);
        bar.Find("button").Click();
        Assert.Equal(1, undone);
        time.Advance(TimeSpan.FromSeconds(1));
        bar.WaitForAssertion(() => Assert.Equal(1, over));
    }

    [Theory]
    [InlineData(RequestStatus.New, "Start working|Mark as offered|Decline|Cancel request")]
    [InlineData(RequestStatus.Offered, "Mark as booked|Back to work|Decline|Cancel request")]
    [InlineData(RequestStatus.Booked, "Cancel request")]
    [InlineData(RequestStatus.Declined, "Reopen")]
    public void Only_steps_that_the_flow_allows_are_buttons(RequestStatus status, string verbs)
    {
        var view = View(status);
        var actions = Render<StatusActions>(p => p.Add(c => c.View, view));
        Assert.Equal(verbs, string.Join('|', actions.FindAll("button").Select(button => button.TextContent)));
    }

    [Fact]
    public void A_departed_and_closed_request_has_no_steps() =>
        Assert.Empty(
            Render<StatusActions>(p => p.Add(c => c.View, View(RequestStatus.Booked) with { Next = [] })).Markup.Trim()
        );

    private IRenderedComponent<QueueTable> RenderTable(QueueFilter filter, params QueueRow[] rows) =>
        Render<QueueTable>(p => p.Add(c => c.Rows, rows).Add(c => c.Filter, filter).Add(c => c.Now, time.GetUtcNow()));

    private static string? Heading(IRenderedComponent<QueueTable> table, string text) =>
        table.FindAll("th a").Single(link => link.TextContent.Trim() == text).GetAttribute("href");

    private QueueRow Row(long id) =>
        new(
            id,
            "K7M4Q2D",
            "Zoe",
            "zoe@example.com",
            "Rome",
            new DateOnly(2026, 12, 12),
            null,
            2,
            RequestStatus.New,
            time.GetUtcNow().AddHours(-2),
            time.GetUtcNow().AddHours(-2),
            IsUnread: false
        );

    private RequestView View(RequestStatus status) =>
        new()
        {
            Id = 1,
            Reference = "K7M4Q2D",
            AccessToken = "00",
            Destination = "Rome",
            TravelDate = new DateOnly(2026, 12, 12),
            NumPersons = 2,
            UserEmail = "zoe@example.com",
            Culture = "en",
            Status = status,
            StatusChangedAt = time.GetUtcNow(),
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
            Version = 1,
            History = [],
            Mails = [],
            Next = StatusFlow.After(status, new DateOnly(2026, 12, 12), new DateOnly(2026, 11, 23)),
            HasDeparted = false,
        };
}
