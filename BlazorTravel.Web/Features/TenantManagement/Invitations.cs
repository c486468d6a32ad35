using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Invites an agency's administrator by a mail with a one-time link.</summary>
public sealed class Invitations(
    IDbContextFactory<MainDbContext> databases,
    MailOutbox outbox,
    AuditTrail audit,
    IOptions<PlatformOptions> platform,
    TimeProvider time
)
{
    /// <summary>Sends the first invitation, unless one that still works was sent before.</summary>
    public async Task EnsureAsync(int tenantId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (tenant, admin) = await FindAsync(db, tenantId, cancellationToken);
        var now = time.GetUtcNow();
        var isDone =
            admin.PasswordHash is not null
            || await Open(db, admin.Id).AnyAsync(link => link.ExpiresAt > now, cancellationToken);
        if (!isDone)
        {
            await SendAsync(db, tenant, admin, cancellationToken);
        }
    }

    /// <summary>Sends a new link; the earlier ones stop working. Answers the address, or null if it was accepted already.</summary>
    public async Task<string?> SendAgainAsync(int tenantId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (tenant, admin) = await FindAsync(db, tenantId, cancellationToken);
        if (admin.PasswordHash is not null)
        {
            return null;
        }
        foreach (var link in await Open(db, admin.Id).ToListAsync(cancellationToken))
        {
            link.Use(time.GetUtcNow());
        }
        audit.Add(db, tenantId, AuditActions.UserInvitedAgain, AuditSubject.User(admin.Email));
        await SendAsync(db, tenant, admin, cancellationToken);
        return admin.Email;
    }

    private async Task SendAsync(MainDbContext db, Tenant tenant, AdminUser admin, CancellationToken cancellationToken)
    {
        var link = AccountLink.Create(admin.Id, AccountLinkPurpose.Invitation, time.GetUtcNow(), out var secret);
        db.AccountLinks.Add(link);
        var address = platform.Value.AgencyUrl(tenant.Subdomain);
        var mail = new InvitationMail(
            tenant.Name,
            address,
            $"{address}/account/invitation?token={secret}",
            link.ExpiresAt
        );
        outbox.Add(db, mail, admin.Email, "en");
        await outbox.SaveAsync(db, cancellationToken);
    }

    private static IQueryable<AccountLink> Open(MainDbContext db, int userId) =>
        db.AccountLinks.Where(link =>
            link.UserId == userId && link.Purpose == AccountLinkPurpose.Invitation && link.UsedAt == null
        );

    private static async Task<(Tenant Tenant, AdminUser Admin)> FindAsync(
        MainDbContext db,
        int tenantId,
        CancellationToken cancellationToken
    )
    {
        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == tenantId, cancellationToken);
        var admin = await db
            .AdminUsers.AsNoTracking()
            .SingleAsync(u => u.TenantId == tenantId && u.Email == tenant.AdminEmail, cancellationToken);
        return (tenant, admin);
    }
}
