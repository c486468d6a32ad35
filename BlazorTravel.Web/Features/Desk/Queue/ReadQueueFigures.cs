using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>Counts what asks for the agency's attention now.</summary>
public sealed class ReadQueueFigures(TenantDatabase database, TimeProvider time)
{
    public async Task<QueueFigures> RunAsync(CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        return await ReadAsync(lease.Db, time.GetUtcNow(), cancellationToken);
    }

    internal static async Task<QueueFigures> ReadAsync(
        TenantDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var lastDay = today.AddDays(QueueFigures.SoonDays);
        // Each in an order that an index has: without one the planner walks the table for the first thousand.
        var isNew = await db
            .TravelRequests.Where(request => request.Status == RequestStatus.New)
            .OrderByDescending(request => request.CreatedAt)
            .Take(QueueFigures.CountedUpTo + 1)
            .CountAsync(cancellationToken);
        var unread = await db
            .TravelRequests.Where(request => request.SeenAt == null)
            .OrderBy(request => request.Id)
            .Take(QueueFigures.CountedUpTo + 1)
            .CountAsync(cancellationToken);
        var waiting = db.TravelRequests.Where(request =>
            request.Status == RequestStatus.New || request.Status == RequestStatus.InProgress
        );
        var waits = await waiting
            .OrderBy(request => request.StatusChangedAt)
            .Take(QueueFigures.CountedUpTo + 1)
            .CountAsync(cancellationToken);
        var longest = await waiting
            .OrderBy(request => request.StatusChangedAt)
            .Select(request => (DateTimeOffset?)request.StatusChangedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var soon = await db
            .TravelRequests.Where(request => QueueFigures.Unbooked.Contains(request.Status))
            .Where(request => request.TravelDate >= today && request.TravelDate <= lastDay)
            .OrderBy(request => request.TravelDate)
            .Take(QueueFigures.CountedUpTo + 1)
            .CountAsync(cancellationToken);
        return new QueueFigures(isNew, unread, waits, longest, soon);
    }
}

/// <summary>Counts up to <see cref="CountedUpTo"/>; one above means "more".</summary>
/// <param name="LongestSince">Since when the one that waits longest for the agency waits.</param>
/// <param name="LeavingSoon">Leave within <see cref="SoonDays"/> days and are not booked.</param>
public sealed record QueueFigures(int New, int Unread, int Waiting, DateTimeOffset? LongestSince, int LeavingSoon)
{
    public const int CountedUpTo = 1000;
    public const int SoonDays = 14;

    /// <summary>Where a trip may still be booked.</summary>
    public static readonly IReadOnlyList<RequestStatus> Unbooked =
    [
        RequestStatus.New,
        RequestStatus.InProgress,
        RequestStatus.Offered,
    ];
}
