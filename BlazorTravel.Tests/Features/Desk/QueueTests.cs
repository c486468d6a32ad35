using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Desk.Dashboard;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Features.Desk.Queue;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>Filters, orders, pages and figures on a real database.</summary>
public sealed class QueueTests(AppFixture app) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private static int agencies;
    private DeskScope desk = null!;

    public async ValueTask InitializeAsync() =>
        desk = new DeskScope(
            app.Server,
            await TestAgency.AddAsync(app.Server, $"queue{Interlocked.Increment(ref agencies)}")
        );

    public ValueTask DisposeAsync() => desk.DisposeAsync();

    [Fact]
    public async Task Every_order_shows_every_request_once_over_its_pages_and_back()
    {
        await AddManyAsync(60);
        foreach (var column in Enum.GetValues<QueueColumn>())
        {
            foreach (var descending in (bool[])[false, true])
            {
                var filter = QueueFilter.Everything with { Sort = new QueueSort(column, descending) };
                var first = await ListAsync(filter);
                var second = await ListAsync(filter with { Page = 2, After = first.Rows[^1].Id });
                var third = await ListAsync(filter with { Page = 3, After = second.Rows[^1].Id });
                var back = await ListAsync(filter with { Page = 2, Before = third.Rows[0].Id });
                var counted = await ListAsync(filter with { Page = 3 });

                Assert.Equal(60, first.Total);
                Assert.Equal((true, true, false), (first.HasNext, second.HasNext, third.HasNext));
                Assert.Equal(
                    60,
                    first.Rows.Concat(second.Rows).Concat(third.Rows).Select(row => row.Id).Distinct().Count()
                );
                Assert.Equal(second.Rows, back.Rows);
                Assert.True(back.HasNext);
                Assert.Equal(third.Rows, counted.Rows);
            }
        }
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var soon = await desk.AddAsync("Rome", daysAhead: 5);
        var later = await desk.AddAsync("Oslo", daysAhead: 60);
        var offered = await desk.AddAsync("Paris", daysAhead: 10);
        await MoveAsync(offered.Id, RequestStatus.Offered);

        Assert.Equal([later.Id, soon.Id], await IdsAsync(QueueView.New));
        Assert.Equal([soon.Id, later.Id], await IdsAsync(QueueView.WaitingForUs));
        Assert.Equal([soon.Id, offered.Id], await IdsAsync(QueueView.LeavingSoon));
        Assert.Equal([later.Id, soon.Id], await IdsAsync(QueueView.Unread));
        Assert.Empty(await IdsAsync(QueueView.Booked));
        Assert.Equal(
            [offered.Id, soon.Id],
            await IdsAsync(QueueFilter.Everything with { From = soon.TravelDate, To = offered.TravelDate })
        );
        Assert.Equal(
            [offered.Id, later.Id, soon.Id],
            await IdsAsync(
                QueueFilter.Everything with
                {
                    Statuses = [RequestStatus.New, RequestStatus.Offered, RequestStatus.Booked],
                }
            )
        );
    }

    [Theory]
    [InlineData("reykjavík")]
    [InlineData("JAVÍK")]
    [InlineData("jensen smith")]
    [InlineData("smith jensen iceland")]
    [InlineData("paul_jensen@")]
    [InlineData("100%")]
    [InlineData("re")]
    [InlineData("p")]
    public async Task A_search_finds_all_its_words_anywhere(string search)
    {
        var sought = await desk.AddAsync(
            "Reykjavík 100%, Iceland",
            email: "paul_jensen@example.com",
            name: "Paul Jensen-Smith"
        );
        await desk.AddAsync("Bali", email: "xaulxjensen@example.com", name: "Zoe");
        Assert.Equal([sought.Id], await IdsAsync(QueueFilter.Everything with { Search = search }));
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("%")]
    [InlineData("' OR 1=1 --")]
    [InlineData("___")]
    public async Task Signs_that_mean_something_to_the_database_mean_nothing_in_a_search(string search)
    {
        await desk.AddAsync();
        Assert.Empty(await IdsAsync(QueueFilter.Everything with { Search = search }));
    }

    [Fact]
    public async Task A_reference_finds_its_request_and_a_name_like_a_reference_still_finds_names()
    {
        var request = await desk.AddAsync("Bali", name: "Anna Johnson");
        var typed = RequestReference.Format(request.Reference).ToLowerInvariant();
        await desk.AddAsync("New York");
        Assert.Equal([request.Id], await IdsAsync(QueueFilter.Everything with { Search = typed }));
        // Both of these would read as references, too.
        Assert.Equal([request.Id], await IdsAsync(QueueFilter.Everything with { Search = "Johnson" }));
        Assert.Single(await IdsAsync(QueueFilter.Everything with { Search = "New York" }));
    }

    [Fact]
    public async Task Rows_are_refreshed_where_they_stand_and_newer_ones_counted()
    {
        var old = await desk.AddAsync();
        var page = await ListAsync(QueueFilter.Everything);
        await desk.AddAsync("Oslo");
        await desk.AddAsync("Oslo");
        await MoveAsync(old.Id, RequestStatus.Declined);
        var refresh = desk.Get<RefreshRows>();
        var all = await refresh.RunAsync(QueueFilter.Everything, [old.Id], page.NewestId);
        Assert.Equal(RequestStatus.Declined, Assert.Single(all.Rows).Value.Status);
        Assert.Equal(2, all.NewCount);
        var booked = await refresh.RunAsync(QueueView.Booked, [old.Id], page.NewestId);
        Assert.Equal(0, booked.NewCount);
    }

    [Fact]
    public async Task The_dashboard_answers_the_mornings_questions()
    {
        await desk.AddAsync("Rome", daysAhead: 5, age: TimeSpan.FromHours(3));
        await desk.AddAsync("Rome", daysAhead: 100, age: TimeSpan.FromHours(1));
        var booked = await desk.AddAsync("Oslo", daysAhead: 9);
        await MoveAsync(booked.Id, RequestStatus.Offered);
        await MoveAsync(booked.Id, RequestStatus.Booked);
        await desk.AddAsync("Bali", daysAhead: 200, age: TimeSpan.FromDays(40));

        var figures = await desk.Get<ReadDashboard>().RunAsync();
        Assert.Equal(
            (3, 3, 3, 1),
            (figures.Queue.New, figures.Queue.Unread, figures.Queue.Waiting, figures.Queue.LeavingSoon)
        );
        Assert.InRange((figures.At - figures.Queue.LongestSince!.Value).TotalDays, 39.9, 40.1);
        Assert.Equal(DashboardFigures.TrendDays, figures.ByDay.Count);
        Assert.Equal(3, figures.ByDay.Sum(day => day.Received));
        Assert.Equal(1, figures.ByDay.Sum(day => day.Before));
        Assert.Equal(new DestinationFigure("Rome", 2), figures.ByDestination[0]);
        Assert.Equal(4, figures.ByStatus.Sum(group => group.Received));
        Assert.Equal(1, figures.ByStatus.Single(group => group.Status == RequestStatus.Booked).Received);
        Assert.Equal(booked.Id, figures.Latest[0].Id);
        Assert.Equal(1, figures.ThisMonth.Booked);
    }

    [Fact]
    public async Task An_agency_without_requests_has_a_dashboard_too()
    {
        var figures = await desk.Get<ReadDashboard>().RunAsync();
        Assert.True(figures.IsEmpty);
        Assert.Null(figures.ThisMonth.BookedShare);
        Assert.Null(figures.Queue.LongestSince);
    }

    private async Task AddManyAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Few different values, so that the orders are full of ties.
            await desk.AddAsync(
                $"Place {i % 3}",
                daysAhead: 10 + i % 4,
                persons: 1 + i % 2,
                age: TimeSpan.FromMinutes(i % 5)
            );
        }
    }

    private async Task MoveAsync(long id, RequestStatus to)
    {
        var view = await desk.Get<ReadRequest>().RunAsync(id, markSeen: true);
        var result = await desk.Get<ChangeStatus>().RunAsync(id, view!.Version, to, null, DeskScope.Ana);
        Assert.Equal(ChangeOutcome.Done, result.Outcome);
    }

    private Task<QueuePage> ListAsync(QueueFilter filter) => desk.Get<ListRequests>().RunAsync(filter);

    private async Task<IEnumerable<long>> IdsAsync(QueueFilter filter) =>
        (await ListAsync(filter)).Rows.Select(row => row.Id);
}
