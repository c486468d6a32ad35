using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>
/// Brings rows up to date where they stand, for a list that must not move under somebody's eyes, and counts how many newer
/// ones the filter asks for.
/// </summary>
public sealed class RefreshRows(TenantDatabase database, TimeProvider time)
{
    /// <summary>More than so many new ones are only "many".</summary>
    public const int CountedUpTo = 99;

    /// <param name="newestId">The newest request that the list knows of.</param>
    public async Task<RefreshedRows> RunAsync(
        QueueFilter filter,
        IReadOnlyCollection<long> shown,
        long newestId,
        CancellationToken cancellationToken = default
    )
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var rows = await lease
            .Db.TravelRequests.Where(request => shown.Contains(request.Id))
            .Select(QueueQuery.ToRow)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var matching = await lease.Db.MatchingAsync(filter, today, cancellationToken);
        var count = await matching
            .Where(request => request.Id > newestId)
            .OrderBy(request => request.Id)
            .Take(CountedUpTo + 1)
            .CountAsync(cancellationToken);
        return new RefreshedRows(rows, count);
    }
}

/// <param name="Rows">By id; those that are gone are missing.</param>
/// <param name="NewCount">Up to <see cref="RefreshRows.CountedUpTo"/>; one above means "more".</param>
public sealed record RefreshedRows(IReadOnlyDictionary<long, QueueRow> Rows, int NewCount);
