using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Mail;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>Moves a request on and tells the traveler, unless somebody else changed it since it was read.</summary>
public sealed class ChangeStatus(
    TenantDatabase database,
    MailOutbox outbox,
    StatusMails mails,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <param name="version">Of the request as the agent saw it.</param>
    /// <param name="message">A word to the traveler.</param>
    public async Task<ChangeResult> RunAsync(
        long id,
        uint version,
        RequestStatus to,
        string? message,
        Actor actor,
        CancellationToken cancellationToken = default
    )
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var now = time.GetUtcNow();
        var outcome = await ChangeAsync(lease, id, version, to, message, actor, now, cancellationToken);
        lease.Db.ChangeTracker.Clear();
        var current = await ReadRequest.ReadAsync(lease.Db, id, now, cancellationToken);
        if (outcome == ChangeOutcome.Done)
        {
            announcements.RequestChanged(lease.Tenant.TenantId, id, isNew: false);
        }
        return new ChangeResult(outcome, current);
    }

    private async Task<ChangeOutcome> ChangeAsync(
        TenantLease lease,
        long id,
        uint version,
        RequestStatus to,
        string? message,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var request = await lease.Db.TravelRequests.FirstOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (request is null)
        {
            return ChangeOutcome.Gone;
        }
        if (request.Version != version)
        {
            return ChangeOutcome.Overtaken;
        }
        try
        {
            var from = request.Status;
            request.ChangeStatus(to, actor, message, now);
            mails.Add(lease, request, message);
            audit.Add(
                lease.Db,
                AuditActions.RequestStatusChanged,
                AuditSubject.Request(request.Reference),
                new { Status = from },
                new { Status = to },
                actor
            );
            await outbox.SaveAsync(lease, cancellationToken);
            return ChangeOutcome.Done;
        }
        catch (StatusChangeRefusedException)
        {
            return ChangeOutcome.Refused;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangeOutcome.Overtaken;
        }
    }
}

public enum ChangeOutcome
{
    Done,

    /// <summary>Somebody else changed it first; nothing was written.</summary>
    Overtaken,

    /// <summary>The flow does not allow it (any more).</summary>
    Refused,

    /// <summary>The request does not exist any more.</summary>
    Gone,
}

/// <param name="Current">The request as it stands now; null when it is gone.</param>
public sealed record ChangeResult(ChangeOutcome Outcome, RequestView? Current);
