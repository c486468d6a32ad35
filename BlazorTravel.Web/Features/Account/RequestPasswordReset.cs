using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Sends a link to set a new password, where the address has an account on this host. Who asks is not told whether it has:
/// the answer takes the same time, and nobody's mailbox is filled by asking again and again.
/// </summary>
public sealed class RequestPasswordReset(
    IDbContextFactory<MainDbContext> databases,
    MailOutbox outbox,
    CurrentTenant current,
    AuditTrail audit,
    IOptions<PlatformOptions> platform,
    TimeProvider time
)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(2);

    public async Task RunAsync(string email, string culture, CancellationToken cancellationToken = default)
    {
        var answer = Task.Delay(AnswerTime, time, cancellationToken);
        await SendAsync(AdminUser.Normalize(email), culture, cancellationToken);
        await answer;
    }

    private async Task SendAsync(string email, string culture, CancellationToken cancellationToken)
    {
        var tenantId = current.Agency?.TenantId;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var user = await db
            .AdminUsers.AsNoTracking()
            .SingleOrDefaultAsync(
                u => u.Email == email && u.TenantId == tenantId && !u.IsDisabled && u.PasswordHash != null,
                cancellationToken
            );
        var now = time.GetUtcNow();
        if (
            user is null
            || await db.AccountLinks.AnyAsync(
                link =>
                    link.UserId == user.Id
                    && link.Purpose == AccountLinkPurpose.Reset
                    && link.CreatedAt > now - BetweenMails,
                cancellationToken
            )
        )
        {
            return;
        }
        var link = AccountLink.Create(user.Id, AccountLinkPurpose.Reset, now, out var secret);
        db.AccountLinks.Add(link);
        var address = current.Agency is { } agency
            ? platform.Value.AgencyUrl(agency.Subdomain)
            : platform.Value.PlatformUrl;
        var mail = new PasswordResetMail(
            current.Agency?.Name ?? "BlazorTravel",
            $"{address}/account/reset?token={secret}",
            link.ExpiresAt
        );
        outbox.Add(db, mail, user.Email, culture);
        audit.Add(db, tenantId, AuditActions.PasswordResetAsked, AuditSubject.User(user.Email));
        await outbox.SaveAsync(db, cancellationToken);
    }
}
