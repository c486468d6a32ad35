using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Features.Desk.Queue;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Dashboard;

/// <summary>Reads the figures that an agent's morning begins with. Days and months are UTC's.</summary>
public sealed class ReadDashboard(TenantDatabase database, TimeProvider time)
{
    private const int LatestCount = 8;
    private const int TopCount = 8;

    public async Task<DashboardFigures> RunAsync(CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var requests = lease.Db.TravelRequests;
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var queue = await ReadQueueFigures.ReadAsync(lease.Db, now, cancellationToken);

        var month = Start(new DateOnly(today.Year, today.Month, 1));
        var lastMonth = month.AddMonths(-1);
        // Compared with the same stretch of last month, so that the third of a month is not measured against thirty days.
        var sameMoment = now.AddMonths(-1);
        var thisMonth = await CountAsync(requests.Where(r => r.CreatedAt >= month), cancellationToken);
        var before = await CountAsync(
            requests.Where(r => r.CreatedAt >= lastMonth && r.CreatedAt < sameMoment),
            cancellationToken
        );

        var firstDay = today.AddDays(1 - DashboardFigures.TrendDays);
        var trendStart = Start(firstDay.AddDays(-DashboardFigures.TrendDays));
        var byDay = await requests
            .Where(r => r.CreatedAt >= trendStart)
            .GroupBy(r => DateOnly.FromDateTime(r.CreatedAt.UtcDateTime))
            .Select(day => new { Day = day.Key, Count = day.Count() })
            .ToDictionaryAsync(day => day.Day, day => day.Count, cancellationToken);

        var recently = Start(today.AddDays(1 - DashboardFigures.BreakdownDays));
        var byDestination = await requests
            .Where(r => r.CreatedAt >= recently)
            .GroupBy(r => r.Destination)
            .Select(group => new { Destination = group.Key, Count = group.Count() })
            .OrderByDescending(group => group.Count)
            .ThenBy(group => group.Destination)
            .Take(TopCount)
            .ToListAsync(cancellationToken);
        var byStatus = await requests
            .Where(r => r.CreatedAt >= recently)
            .GroupBy(r => r.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Status, group => group.Count, cancellationToken);
        var latest = await requests
            .Sorted(QueueSort.Newest)
            .Take(LatestCount)
            .Select(QueueQuery.ToRow)
            .ToListAsync(cancellationToken);

        return new DashboardFigures(
            now,
            queue,
            thisMonth,
            before,
            [
                .. Enumerable
                    .Range(0, DashboardFigures.TrendDays)
                    .Select(offset => firstDay.AddDays(offset))
                    .Select(day => new DayFigure(
                        day,
                        byDay.GetValueOrDefault(day),
                        byDay.GetValueOrDefault(day.AddDays(-DashboardFigures.TrendDays))
                    )),
            ],
            [.. byDestination.Select(group => new DestinationFigure(group.Destination, group.Count))],
            [
                .. Enum.GetValues<RequestStatus>()
                    .Select(status => new StatusFigure(status, byStatus.GetValueOrDefault(status))),
            ],
            latest
        );
    }

    private static async Task<MonthFigure> CountAsync(
        IQueryable<TravelRequest> requests,
        CancellationToken cancellationToken
    ) =>
        await requests
            .GroupBy(_ => 1)
            .Select(all => new MonthFigure(all.Count(), all.Count(r => r.Status == RequestStatus.Booked)))
            .FirstOrDefaultAsync(cancellationToken)
        ?? new MonthFigure(0, 0);

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

/// <summary>What the dashboard shows, as of one moment.</summary>
/// <param name="LastMonth">The same stretch of last month.</param>
/// <param name="ByDay">The last <see cref="TrendDays"/> days, oldest first.</param>
/// <param name="ByDestination">Most asked for in the last <see cref="BreakdownDays"/> days.</param>
/// <param name="ByStatus">Where the requests of the last <see cref="BreakdownDays"/> days stand now.</param>
/// <param name="Latest">Newest first.</param>
public sealed record DashboardFigures(
    DateTimeOffset At,
    QueueFigures Queue,
    MonthFigure ThisMonth,
    MonthFigure LastMonth,
    IReadOnlyList<DayFigure> ByDay,
    IReadOnlyList<DestinationFigure> ByDestination,
    IReadOnlyList<StatusFigure> ByStatus,
    IReadOnlyList<QueueRow> Latest
)
{
    public const int TrendDays = 30;
    public const int BreakdownDays = 90;

    public bool IsEmpty => Latest.Count == 0;
}

/// <param name="Booked">How many of the received ones are booked by now.</param>
public sealed record MonthFigure(int Received, int Booked)
{
    /// <summary>In percent; null where nothing was received.</summary>
    public int? BookedShare => Received == 0 ? null : (int)Math.Round(100.0 * Booked / Received);
}

/// <param name="Before">The same day of the stretch before.</param>
public sealed record DayFigure(DateOnly Day, int Received, int Before);

public sealed record DestinationFigure(string Destination, int Received);

public sealed record StatusFigure(RequestStatus Status, int Received);
