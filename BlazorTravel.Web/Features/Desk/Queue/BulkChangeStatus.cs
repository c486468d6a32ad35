using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Mail;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>
/// Moves several requests on at once: those that may, leaving out the others. The mails to the travelers are kept back
/// until <see cref="UndoBulkChange"/> is no longer offered.
/// </summary>
public sealed class BulkChangeStatus(
    TenantDatabase database,
    MailOutbox outbox,
    MailWakeUps wakeUps,
    StatusMails mails,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <summary>How long undo is offered.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);

    /// <summary>A little longer than the offer, so that an undo in the last moment still comes first.</summary>
    private static readonly TimeSpan HoldTime = UndoTime + TimeSpan.FromSeconds(5);

    private const int Tries = 3;

    public async Task<BulkChange> RunAsync(
        IReadOnlyCollection<long> ids,
        RequestStatus to,
        Actor actor,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var lease = await database.OpenAsync(cancellationToken);
            try
            {
                var change = await ChangeAsync(lease, ids, to, actor, cancellationToken);
                foreach (var changed in change.Changed)
                {
                    announcements.RequestChanged(lease.Tenant.TenantId, changed.Id, isNew: false);
                }
                _ = WakeAfterHoldAsync(lease.Tenant.TenantId);
                return change;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                // Somebody changed one of them in the same moment: look again at which may still move.
            }
        }
    }

    private async Task<BulkChange> ChangeAsync(
        TenantLease lease,
        IReadOnlyCollection<long> ids,
        RequestStatus to,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var today = TripDetails.TodayAnywhere(now);
        var requests = await lease
            .Db.TravelRequests.Where(request => ids.Contains(request.Id))
            .OrderBy(request => request.Id)
            .ToListAsync(cancellationToken);
        // In whole milliseconds, as the database keeps it, so that the undo can tell whether it still says so.
        var heldUntil = DateTimeOffset.FromUnixTimeMilliseconds((now + HoldTime).ToUnixTimeMilliseconds());
        var moved = new List<(TravelRequest Request, OutgoingMail Mail)>();
        foreach (var request in requests.Where(r => StatusFlow.After(r.Status, r.TravelDate, today).Contains(to)))
        {
            var from = request.Status;
            request.ChangeStatus(to, actor, null, now);
            audit.Add(
                lease.Db,
                AuditActions.RequestStatusChanged,
                AuditSubject.Request(request.Reference),
                new { Status = from },
                new { Status = to },
                actor
            );
            var mail = mails.Add(lease, request, null);
            mail.HoldUntil(heldUntil);
            moved.Add((request, mail));
        }
        await outbox.SaveAsync(lease, cancellationToken);
        return new BulkChange(
            to,
            [.. moved.Select(m => new ChangedRequest(m.Request.Id, m.Request.Events[^1].Id, m.Mail.Id, heldUntil))],
            ids.Count - moved.Count
        );
    }

    // Should this server stop before, the marker in the main database finds the mails.
    private async Task WakeAfterHoldAsync(int tenantId)
    {
        await Task.Delay(HoldTime, time);
        wakeUps.Wake(tenantId);
    }
}

/// <summary>What a bulk change did, as much as is needed to take it back.</summary>
/// <param name="Left">How many could not move on to <paramref name="To"/>.</param>
public sealed record BulkChange(RequestStatus To, IReadOnlyList<ChangedRequest> Changed, int Left);

/// <summary>A request, the entry in its history, and the mail that is kept back until <paramref name="HeldUntil"/>.</summary>
public sealed record ChangedRequest(long Id, long EventId, long MailId, DateTimeOffset HeldUntil);
