using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.MailLog;

/// <summary>Sends a mail once more, as an administrator asks: one that failed, one that was lost after it left, or one that waits long.</summary>
public sealed class SendMailAgain(TenantDatabase database, MailOutbox outbox, AuditTrail audit)
{
    public async Task<SendAgainOutcome> RunAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        return await outbox.SendAgainAsync(
            lease,
            id,
            state =>
                audit.Add(
                    lease.Db,
                    AuditActions.MailSentAgain,
                    AuditSubject.Mail(id),
                    new { State = state },
                    new { State = MailState.Queued }
                ),
            cancellationToken
        );
    }
}
