using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Reads the one-time links of invitations, forgotten passwords and new addresses. Looking at one does not use it up.</summary>
public sealed class AccountLinks(IDbContextFactory<MainDbContext> databases, CurrentTenant current, TimeProvider time)
{
    private const int SecretMaxLength = 100;

    /// <summary>
    /// The address that this link is about, the account's or the new one; null when it does not work (any more) on this host.
    /// </summary>
    public async Task<string?> FindEmailAsync(
        string? secret,
        AccountLinkPurpose purpose,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, secret, purpose, cancellationToken) is var (link, user)
            ? link.NewEmail ?? user.Email
            : null;
    }

    /// <summary>Makes open links of a person useless: all, or those of one purpose. Saved by the caller.</summary>
    internal static async Task BurnAsync(
        MainDbContext db,
        int userId,
        DateTimeOffset now,
        CancellationToken cancellationToken,
        AccountLinkPurpose? only = null
    )
    {
        var open = db.AccountLinks.Where(link => link.UserId == userId && link.UsedAt == null);
        foreach (var link in await open.ToListAsync(cancellationToken))
        {
            if (only is null || link.Purpose == only)
            {
                link.Use(now);
            }
        }
    }

    /// <summary>The link and the person, for changing; null when the link does not work (any more) on this host.</summary>
    internal async Task<(AccountLink Link, AdminUser User)?> FindAsync(
        MainDbContext db,
        string? secret,
        AccountLinkPurpose purpose,
        CancellationToken cancellationToken
    )
    {
        if (secret is not { Length: > 0 and <= SecretMaxLength })
        {
            return null;
        }
        var (hash, tenantId) = (AccountLink.Hash(secret), current.Agency?.TenantId);
        // The lock makes two that come with the same link wait for each other.
        var link = await db
            .AccountLinks.FromSql($"SELECT * FROM account_links WHERE secret_hash = {hash} FOR UPDATE")
            .SingleOrDefaultAsync(l => l.Purpose == purpose, cancellationToken);
        if (link is null || !link.IsUsableAt(time.GetUtcNow()))
        {
            return null;
        }
        var user = await db.AdminUsers.SingleOrDefaultAsync(
            u => u.Id == link.UserId && u.TenantId == tenantId && !u.IsDisabled,
            cancellationToken
        );
        return user is null ? null : (link, user);
    }
}
