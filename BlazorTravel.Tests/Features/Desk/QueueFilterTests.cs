using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Desk.Queue;

namespace BlazorTravel.Tests.Features.Desk;

public class QueueFilterTests
{
    public static TheoryData<string> Addresses =>
        [
            "/admin/requests",
            "/admin/requests?status=new.offered",
            "/admin/requests?leaving=14",
            "/admin/requests?from=2026-12-01&to=2026-12-24",
            "/admin/requests?waiting=yes&unread=yes",
            "/admin/requests?q=O%27Neil%20%26%20sons",
            "/admin/requests?sort=-departure&page=3&after=812",
            "/admin/requests?page=2&before=7",
            "/admin/requests?status=in_progress&waiting=yes&sort=waiting",
        ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_is_read_and_written_alike(string address) =>
        Assert.Equal(address, QueueFilter.Parse($"http://acme.example{address}").Url());

    [Theory]
    [InlineData("?status=nonsense&page=-4&leaving=9999&sort=colour&from=yesterday&q=%20%20&after=x")]
    [InlineData("?page=0&waiting=no&unread=1")]
    [InlineData("")]
    [InlineData("#top")]
    public void What_an_address_says_wrongly_counts_as_not_said(string query) =>
        Assert.Equal(QueueFilter.Everything, QueueFilter.Parse(QueueFilter.Path + query));

    [Fact]
    public void A_search_is_trimmed_and_shortened()
    {
        Assert.Equal("lisbon", QueueFilter.Parse("/x?q=%20lisbon%20").Search);
        Assert.Equal(QueueFilter.SearchMaxLength, QueueFilter.Parse("/x?q=" + new string('a', 5000)).Search!.Length);
    }

    [Fact]
    public void Only_what_waits_is_sorted_by_its_waiting_time()
    {
        var filter = QueueFilter.Parse("/x?sort=waiting");
        Assert.True(filter.Waiting);
        Assert.Equal(QueueFilter.Everything, filter.WithoutWaiting());
    }

    [Fact]
    public void Choosing_a_status_again_takes_it_away_and_goes_to_the_first_page()
    {
        var filter = QueueFilter.Parse("/x?status=booked&page=4&after=9");
        Assert.Equal("/admin/requests?status=new.booked", filter.Toggle(RequestStatus.New).Url());
        Assert.Equal(QueueFilter.Everything, filter.Toggle(RequestStatus.Booked));
    }

    [Fact]
    public void An_open_request_keeps_the_filter_in_its_address() =>
        Assert.Equal("/admin/requests/12?unread=yes", QueueView.Unread.Url(12));

    [Fact]
    public void Every_view_has_an_address_of_its_own() =>
        Assert.Equal(QueueView.All.Count, QueueView.All.Select(view => view.Filter.Url()).Distinct().Count());
}
