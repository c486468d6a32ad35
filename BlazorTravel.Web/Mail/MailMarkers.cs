using System.Collections.Concurrent;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Mail;

/// <summary>
/// The markers in the main database that say which agencies' outboxes may hold mails, and from when on. They are written
/// before the mails' own transactions commit, and are removed only when no transaction that relies on them can still be
/// under way: so a mail without a marker cannot be.
/// </summary>
public sealed class MailMarkers(IDbContextFactory<MainDbContext> databases, TimeProvider time)
{
    /// <summary>A marker this young still covers new mails; the next one is written only after that.</summary>
    private static readonly TimeSpan Reuse = TimeSpan.FromSeconds(15);

    /// <summary>For how long a claimed marker is left alone; longer than one look at an outbox takes.</summary>
    private static readonly TimeSpan ClaimLease = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<int, Mark> marks = new();

    /// <summary>Makes sure that the tenant has a marker for mails that are committed within a transaction's time-out from now.</summary>
    public async Task MarkAsync(int tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mark = marks.GetValueOrDefault(tenantId);
        if (mark is null || now - mark.At >= Reuse || mark.Written.Value is { IsCompleted: true, IsFaulted: true })
        {
            // Many who come at once share one write.
            var fresh = new Mark(now, new Lazy<Task>(() => WriteAsync(tenantId, now)));
            var isMine = mark is null ? marks.TryAdd(tenantId, fresh) : marks.TryUpdate(tenantId, fresh, mark);
            mark = isMine ? fresh : marks[tenantId];
        }
        await mark.Written.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the outbox be looked at no later than a mail's next attempt.</summary>
    public async Task BringForwardAsync(int tenantId, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mail_dispatch (tenant_id, due_at, marked_at) VALUES ({tenantId}, {dueAt}, {now})
            ON CONFLICT (tenant_id) DO UPDATE SET due_at = least(mail_dispatch.due_at, excluded.due_at)
            """,
            cancellationToken
        );
    }

    /// <summary>Takes due markers so that no other server takes them for a while. The cost grows with the due ones alone.</summary>
    public async Task<IReadOnlyList<ClaimedMarker>> ClaimDueAsync(int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var claimed = await db
            .MailDispatches.FromSql(
                $"""
                UPDATE mail_dispatch SET due_at = {now + ClaimLease} WHERE tenant_id IN (
                    SELECT tenant_id FROM mail_dispatch WHERE due_at <= {now}
                    ORDER BY due_at LIMIT {limit} FOR UPDATE SKIP LOCKED)
                RETURNING tenant_id, due_at, marked_at
                """
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return claimed.ConvertAll(marker => new ClaimedMarker(marker.TenantId, marker.MarkedAt, now));
    }

    /// <summary>
    /// Decides about a claimed marker once its outbox was looked at. It goes only when nothing is queued, it was marked so
    /// long before it was claimed that no transaction from then can still commit a mail, and nobody has marked it since;
    /// otherwise it comes due with the next mail, or when those transactions are over.
    /// </summary>
    /// <param name="nextMailAt">When the earliest queued mail is due; null when nothing is queued.</param>
    public async Task SettleAsync(ClaimedMarker marker, DateTimeOffset? nextMailAt, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var coversUntil = marker.MarkedAt + MailOutbox.MarkerDelay;
        var stillCovers = coversUntil >= marker.ClaimedAt;
        if (nextMailAt is null && !stillCovers)
        {
            await db
                .MailDispatches.Where(row => row.TenantId == marker.TenantId && row.MarkedAt == marker.MarkedAt)
                .ExecuteDeleteAsync(cancellationToken);
            return;
        }
        var dueAt = nextMailAt is { } next && (!stillCovers || next < coversUntil) ? next : coversUntil;
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE mail_dispatch
            SET due_at = CASE WHEN marked_at = {marker.MarkedAt} THEN {dueAt} ELSE least(due_at, {dueAt}) END
            WHERE tenant_id = {marker.TenantId}
            """,
            cancellationToken
        );
    }

    private async Task WriteAsync(int tenantId, DateTimeOffset now)
    {
        await using var db = await databases.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mail_dispatch (tenant_id, due_at, marked_at) VALUES ({tenantId}, {now
                + MailOutbox.MarkerDelay}, {now})
            ON CONFLICT (tenant_id) DO UPDATE SET
                due_at = least(mail_dispatch.due_at, excluded.due_at),
                marked_at = greatest(mail_dispatch.marked_at, excluded.marked_at)
            """
        );
    }

    private sealed record Mark(DateTimeOffset At, Lazy<Task> Written);
}

/// <summary>A marker that this server has to itself for a while.</summary>
/// <param name="MarkedAt">As it was read: another value since means that new mails were announced.</param>
public readonly record struct ClaimedMarker(int TenantId, DateTimeOffset MarkedAt, DateTimeOffset ClaimedAt);
