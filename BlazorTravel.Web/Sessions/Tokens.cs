using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Starts sessions and hands out their tokens: a short one that opens doors, and one to exchange it with. Each is written down
/// in Redis when it is made; at every exchange the main database is asked whether its owner may still come in.
/// </summary>
public sealed partial class Tokens(
    TokenFormat format,
    SessionStore store,
    SessionEndings endings,
    IDbContextFactory<MainDbContext> databases,
    IServiceScopeFactory scopes,
    IOptions<LoginTokenOptions> options,
    TimeProvider time,
    ILogger<Tokens> logger
)
{
    /// <summary>
    /// Starts a session for somebody who has proved who they are. What was changed of <paramref name="user"/> must be saved
    /// before. Null when the account was disabled or its password changed meanwhile: a sign-in that races such a change
    /// must not outlive it.
    /// </summary>
    /// <exception cref="RedisException">Redis is away: nobody can sign in just now.</exception>
    public async Task<IssuedTokens?> IssueAsync(
        AdminUser user,
        SignInOrigin origin,
        CancellationToken cancellationToken = default
    )
    {
        var (sessionId, tokenId) = (NewId(), NewId());
        var until = time.GetUtcNow() + options.Value.AbsoluteLifetime;
        var tokens = await WriteAsync(user, sessionId, tokenId, 0, until, cancellationToken);
        await store.StartAsync(new NewSession(sessionId, user.TenantId, user.Id, tokenId, origin, until));
        // Read only now: whatever is changed after this finds the session written down and ends it.
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = await db.AdminUsers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == user.Id, cancellationToken);
        if (now is null || now.IsDisabled || now.PasswordHash != user.PasswordHash)
        {
            await store.EndAsync(user.TenantId, sessionId);
            return null;
        }
        return tokens;
    }

    /// <summary>Exchanges a refresh token for new tokens, on the host of the agency it belongs to.</summary>
    /// <exception cref="RedisException">It cannot be told now whether the session is still there.</exception>
    public async Task<Refreshing> RefreshAsync(
        string refreshToken,
        int? tenantId,
        string? address,
        CancellationToken cancellationToken = default
    )
    {
        if (await format.ReadRefreshAsync(refreshToken, cancellationToken) is not { } refresh)
        {
            return new Refreshing(RefreshOutcome.Refused);
        }
        if (refresh.TenantId != tenantId)
        {
            return new Refreshing(RefreshOutcome.Foreign);
        }
        var user = await FindAllowedAsync(refresh, cancellationToken);
        if (user is null)
        {
            await store.EndAsync(refresh.TenantId, refresh.SessionId);
            return new Refreshing(RefreshOutcome.Refused);
        }
        var tokenId = NewId();
        var exchange = await store.ExchangeAsync(
            refresh.TenantId,
            refresh.UserId,
            refresh.SessionId,
            refresh.Generation,
            tokenId,
            address
        );
        switch (exchange.Outcome)
        {
            case ExchangeOutcome.Done:
                var tokens = await WriteAsync(
                    user,
                    refresh.SessionId,
                    tokenId,
                    exchange.Generation,
                    exchange.Until,
                    cancellationToken
                );
                return new Refreshing(RefreshOutcome.Refreshed) { Tokens = tokens };
            case ExchangeOutcome.Reused:
                await ReportReuseAsync(user, refresh, address);
                return new Refreshing(RefreshOutcome.Refused);
            default:
                return new Refreshing(RefreshOutcome.Refused);
        }
    }

    private async Task<AdminUser?> FindAllowedAsync(RefreshClaims refresh, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var user = await db
            .AdminUsers.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == refresh.UserId, cancellationToken);
        return
            user is { IsDisabled: false }
            && user.TenantId == refresh.TenantId
            && !await endings.CoverAsync(db, refresh.UserId, refresh.SessionId, cancellationToken)
            ? user
            : null;
    }

    /// <summary>Somebody came with a token that was exchanged before: it, or the one it was exchanged for, is in wrong hands.</summary>
    private async Task ReportReuseAsync(AdminUser user, RefreshClaims refresh, string? address)
    {
        LogReused(logger, refresh.SessionId, user.Id, user.TenantId, address);
        await using var scope = scopes.CreateAsyncScope();
        var audit = scope.ServiceProvider.GetRequiredService<AuditTrail>();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(null, address, "browser");
        await using var db = await databases.CreateDbContextAsync();
        audit.Add(
            db,
            user.TenantId,
            AuditActions.SessionReused,
            $"user:{user.Email}",
            actor: new Actor(user.Id, user.ShownName)
        );
        // The session is gone already; this tells the pages that are open with it, on every server.
        endings.AddOne(db, user.TenantId, user.Id, refresh.SessionId);
        await db.SaveChangesAsync();
        await endings.CarryOutAsync(CancellationToken.None);
    }

    private async Task<IssuedTokens> WriteAsync(
        AdminUser user,
        string sessionId,
        string tokenId,
        long generation,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var accessEnds = Earlier(now + options.Value.Lifetime, until);
        var refreshEnds = Earlier(now + options.Value.IdleLifetime, until);
        return new IssuedTokens(
            await format.WriteAccessAsync(user, tokenId, sessionId, accessEnds, cancellationToken),
            accessEnds,
            accessEnds - now,
            await format.WriteRefreshAsync(
                new RefreshClaims(user.Id, user.TenantId, sessionId, generation),
                refreshEnds,
                cancellationToken
            ),
            refreshEnds,
            sessionId
        );
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string NewId() => Guid.NewGuid().ToString("N");

    [LoggerMessage(
        LogLevel.Warning,
        "A refresh token of session {Session} was used a second time, so the session was ended: user {User}, tenant {Tenant}, from {Address}"
    )]
    private static partial void LogReused(ILogger logger, string session, int user, int? tenant, string? address);
}

/// <summary>A session's tokens.</summary>
/// <param name="Access">To be shown with every request.</param>
/// <param name="Lifetime">For how long the access token is good from now.</param>
/// <param name="Refresh">To be exchanged, once, for the next two.</param>
public sealed record IssuedTokens(
    string Access,
    DateTimeOffset AccessExpiresAt,
    TimeSpan Lifetime,
    string Refresh,
    DateTimeOffset RefreshExpiresAt,
    string SessionId
);

/// <summary>How an exchange ended.</summary>
public sealed record Refreshing(RefreshOutcome Outcome)
{
    /// <summary>The new tokens, where there are.</summary>
    public IssuedTokens? Tokens { get; init; }
}

public enum RefreshOutcome
{
    Refreshed,

    /// <summary>Not ours, expired, used before, its session ended, its owner disabled.</summary>
    Refused,

    /// <summary>Good, but for another host.</summary>
    Foreign,
}
