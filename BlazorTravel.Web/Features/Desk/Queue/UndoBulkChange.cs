using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>Takes a bulk change back where its mail has not gone out and nobody has moved the request on since.</summary>
public sealed class UndoBulkChange(
    TenantDatabase database,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <summary>How many requests stand again where they stood.</summary>
    public async Task<int> RunAsync(BulkChange change, CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var undone = 0;
        foreach (var changed in change.Changed)
        {
            lease.Db.ChangeTracker.Clear();
            if (await UndoAsync(lease.Db, changed, cancellationToken))
            {
                undone++;
                announcements.RequestChanged(lease.Tenant.TenantId, changed.Id, isNew: false);
            }
        }
        return undone;
    }

    private async Task<bool> UndoAsync(TenantDbContext db, ChangedRequest changed, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Deleting the mail first locks it. A sender that was faster has pushed its next attempt ahead.
        var withdrawn = await db
            .OutgoingMails.Where(mail =>
                mail.Id == changed.MailId && mail.State == MailState.Queued && mail.NextAttemptAt == changed.HeldUntil
            )
            .ExecuteDeleteAsync(cancellationToken);
        if (withdrawn == 0)
        {
            return false;
        }
        var request = await db
            .TravelRequests.Include(r => r.Events.OrderBy(e => e.Id))
            .FirstOrDefaultAsync(r => r.Id == changed.Id, cancellationToken);
        if (request?.Events.LastOrDefault(e => e.Kind == RequestEventKind.StatusChanged)?.Id != changed.EventId)
        {
            return false;
        }
        var from = request.Status;
        request.TakeBackStatusChange(time.GetUtcNow());
        audit.Add(
            db,
            AuditActions.RequestStatusTakenBack,
            AuditSubject.Request(request.Reference),
            new { Status = from },
            new { request.Status }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
