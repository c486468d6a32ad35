using System.Globalization;
using BlazorTravel.Web.Features.Desk.Queue;
using BlazorTravel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.Desk.Dashboard;

/// <summary>The desk's first page, kept current.</summary>
public sealed partial class DashboardPage(ReadDashboard read, DeskNews news, DeskBrowser browser)
{
    // Its figures cost more than a list, and nobody reads them twice a second.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(500);

    private NewsFeed? feed;
    private DashboardFigures? figures;
    private IReadOnlyList<ChartPoint> trend = [];
    private IReadOnlyList<ChartPoint> destinations = [];
    private IReadOnlyList<ChartPoint> statuses = [];
    private bool failure;

    /// <summary>What was read for the first, static rendering, so that the live one begins with it.</summary>
    [PersistentState]
    public DashboardFigures? Snapshot { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Snapshot is { } snapshot)
        {
            Show(snapshot);
            return;
        }
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            feed = news.Start(Gap, _ => InvokeAsync(HearAsync), () => failure);
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

    private async Task HearAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        try
        {
            Show(await read.RunAsync());
            failure = false;
        }
        catch (Exception exception) when (Outage.Covers(exception))
        {
            failure = true;
        }
    }

    private void Show(DashboardFigures current)
    {
        figures = current;
        Snapshot = current;
        trend =
        [
            .. current.ByDay.Select(day => new ChartPoint(
                day.Day.ToString("d MMM", CultureInfo.CurrentCulture),
                day.Received,
                day.Before
            )),
        ];
        destinations =
        [
            .. current.ByDestination.Select(place => new ChartPoint(
                place.Destination,
                place.Received,
                Href: (QueueFilter.Everything with { Search = place.Destination }).Url()
            )),
        ];
        statuses =
        [
            .. current.ByStatus.Select(group => new ChartPoint(
                Texts.Name(group.Status),
                group.Received,
                Href: (QueueFilter.Everything with { Statuses = [group.Status] }).Url()
            )),
        ];
    }
}
