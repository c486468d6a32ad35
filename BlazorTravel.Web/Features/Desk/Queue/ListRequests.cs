using System.Linq.Expressions;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>Reads one page of the queue.</summary>
public sealed class ListRequests(TenantDatabase database, TimeProvider time)
{
    // To find a few of many in an order, the planner may hope to meet them early in that order's index, and walk all of it
    // when they stand at its end, as new requests do among travel dates. A few are looked up first and sorted then.
    private const int Few = 1000;
    private const int LargeTable = 20_000;

    public async Task<QueuePage> RunAsync(QueueFilter filter, CancellationToken cancellationToken = default)
    {
        var found = await ReadAsync(filter, QueuePage.Size, null, QueueQuery.ToRow, cancellationToken);
        return new QueuePage(found.Rows, found.Total, found.HasNext, found.NewestId);
    }

    /// <summary>The same with pages of another size and other columns.</summary>
    /// <param name="behind">Where the page begins, whatever its number; null where the filter tells.</param>
    internal async Task<FoundPage<T>> ReadAsync<T>(
        QueueFilter filter,
        int size,
        QueueRow? behind,
        Expression<Func<TravelRequest, T>> columns,
        CancellationToken cancellationToken
    )
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        // Read first, so that a request that comes meanwhile counts as new rather than as known.
        var newest = await lease.Db.TravelRequests.MaxAsync(request => (long?)request.Id, cancellationToken) ?? 0;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var matching = await lease.Db.MatchingAsync(filter, today, cancellationToken);
        // Sorted here too, or the planner would walk the whole table to count so far; found ones always by age, because
        // they may all stand at the far end of another order.
        var countedBy = filter.Search is null ? filter.Sort : QueueSort.Newest;
        var total = await matching.Sorted(countedBy).Take(QueuePage.CountedUpTo + 1).CountAsync(cancellationToken);
        var backwards = filter is { Before: not null, Page: > 1 } && behind is null;
        var sort = backwards ? filter.Sort.Reversed : filter.Sort;
        var page = matching;
        if (filter.IsNarrowed && total <= Few && newest > LargeTable)
        {
            var ids = await matching.Select(request => request.Id).ToListAsync(cancellationToken);
            page = lease.Db.TravelRequests.Where(request => ids.Contains(request.Id));
        }
        if ((behind ?? await AnchorAsync(lease.Db, filter, cancellationToken)) is { } anchor)
        {
            page = page.Beyond(sort, anchor).Sorted(sort);
        }
        else
        {
            backwards = false;
            page = page.Sorted(filter.Sort).Skip((filter.Page - 1) * size);
        }
        var rows = await page.AsNoTracking().Take(size + 1).Select(columns).ToListAsync(cancellationToken);
        var hasMore = rows.Count > size;
        if (hasMore)
        {
            rows.RemoveAt(size);
        }
        if (backwards)
        {
            rows.Reverse();
        }
        return new FoundPage<T>(rows, total, hasMore || backwards, newest);
    }

    // The request that a deep page begins behind; null where the page is counted from the start.
    private static Task<QueueRow?> AnchorAsync(
        TenantDbContext db,
        QueueFilter filter,
        CancellationToken cancellationToken
    ) =>
        filter.Page > 1 && (filter.After ?? filter.Before) is { } id
            ? db
                .TravelRequests.Where(request => request.Id == id)
                .Select(QueueQuery.ToRow)
                .FirstOrDefaultAsync(cancellationToken)
            : Task.FromResult<QueueRow?>(null);
}

/// <summary>A page of whatever columns were asked for; see <see cref="QueuePage"/>.</summary>
internal sealed record FoundPage<T>(List<T> Rows, int Total, bool HasNext, long NewestId);
