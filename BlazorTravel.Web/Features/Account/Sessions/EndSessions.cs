using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Sessions;

/// <summary>Ends sign-ins of a person's own: one, or all others.</summary>
public sealed class EndSessions(
    IDbContextFactory<MainDbContext> databases,
    SessionStore sessions,
    SessionEndings endings,
    AuditTrail audit
)
{
    /// <summary>False when there is no such session of this person any more.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">Redis is away.</exception>
    public async Task<bool> OneAsync(SignedInUser user, string sessionId, CancellationToken cancellationToken)
    {
        var session = (await sessions.OfAsync(user.TenantId, user.Id)).FirstOrDefault(open => open.Id == sessionId);
        if (session is null)
        {
            return false;
        }
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        endings.AddOne(db, user.TenantId, user.Id, sessionId);
        audit.Add(
            db,
            user.TenantId,
            AuditActions.SignedOut,
            $"user:{user.Email}",
            before: new
            {
                session.Device,
                session.Address,
                session.Since,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await endings.CarryOutAsync(CancellationToken.None);
        return true;
    }

    public async Task OthersAsync(SignedInUser user, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = await db.AdminUsers.SingleAsync(row => row.Id == user.Id, cancellationToken);
        endings.Add(db, account, exceptSessionId: user.SessionId);
        audit.Add(db, user.TenantId, AuditActions.OtherSessionsEnded, $"user:{user.Email}");
        await db.SaveChangesAsync(cancellationToken);
        await endings.CarryOutAsync(CancellationToken.None);
    }
}
