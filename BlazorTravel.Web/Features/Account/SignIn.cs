using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Signs somebody in on this host: an agency's people on the agency's, the superadmin on the platform's. Whoever is not
/// from here gets the same answer after the same time as for a wrong password.
/// </summary>
public sealed partial class SignIn(
    IDbContextFactory<MainDbContext> databases,
    CurrentTenant current,
    IPasswordHasher<AdminUser> passwords,
    StrangerAttempts strangers,
    Tokens tokens,
    TimeProvider time,
    ILogger<SignIn> logger
)
{
    /// <summary>A failure takes this long, whatever was found out on the way; it also slows down guessing.</summary>
    public static readonly TimeSpan FailureTime = TimeSpan.FromMilliseconds(400);

    private static readonly AdminUser Nobody = AdminUser.CreateSuperadmin("nobody@invalid", DateTimeOffset.UnixEpoch);
    private static string? nobodysHash;

    public async Task<SignInResult> RunAsync(
        string email,
        string password,
        SignInOrigin origin,
        CancellationToken cancellationToken = default
    )
    {
        var started = time.GetTimestamp();
        SignInResult result;
        try
        {
            result = await TryAsync(AdminUser.Normalize(email), password, origin, cancellationToken);
        }
        catch (RedisException exception)
        {
            LogRedisAway(logger, exception);
            return SignInResult.Unavailable;
        }
        if (result.Outcome != SignInOutcome.SignedIn)
        {
            await WaitUntilAsync(started, cancellationToken);
        }
        return result;
    }

    private async Task WaitUntilAsync(long started, CancellationToken cancellationToken)
    {
        // Timers run on a coarser clock than the one that measures, and may end some milliseconds early.
        while (FailureTime - time.GetElapsedTime(started) is var early && early > TimeSpan.Zero)
        {
            await Task.Delay(early + TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }
    }

    private async Task<SignInResult> TryAsync(
        string email,
        string password,
        SignInOrigin origin,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var user = await CountAttemptAsync(db, email, cancellationToken);
        var wait = user?.Wait ?? await strangers.CountAsync(current.Agency?.TenantId, email);
        if (wait > TimeSpan.Zero)
        {
            LogLockedOut(logger, current.Agency?.Subdomain);
            return new SignInResult(SignInOutcome.LockedOut) { Wait = wait };
        }

        nobodysHash ??= passwords.HashPassword(Nobody, Guid.NewGuid().ToString());
        var account = user?.Account;
        var hash = account?.PasswordHash;
        var verdict = passwords.VerifyHashedPassword(account ?? Nobody, hash ?? nobodysHash, password);
        if (account is null || hash is null || verdict == PasswordVerificationResult.Failed)
        {
            return new SignInResult(SignInOutcome.WrongCredentials);
        }

        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.SetPassword(passwords.HashPassword(account, password));
        }
        account.RecordSignIn(time.GetUtcNow());
        // Saved first: a right password must not count as a failure while Redis is away.
        await db.SaveChangesAsync(cancellationToken);
        return await tokens.IssueAsync(account, origin, cancellationToken) is { } issued
            ? new SignInResult(SignInOutcome.SignedIn) { Tokens = issued }
            : new SignInResult(SignInOutcome.WrongCredentials);
    }

    /// <summary>
    /// Finds the person and counts the attempt as failed before the password is looked at, under a lock: guesses that are
    /// sent all at once are counted one by one, too. A right password wipes the count.
    /// </summary>
    private async Task<Attempt?> CountAttemptAsync(MainDbContext db, string email, CancellationToken cancellationToken)
    {
        var tenantId = current.Agency?.TenantId;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await db
            .AdminUsers.FromSql($"SELECT * FROM admin_users WHERE email = {email} FOR UPDATE")
            .SingleOrDefaultAsync(u => u.TenantId == tenantId && !u.IsDisabled, cancellationToken);
        if (user is null)
        {
            return null;
        }
        var now = time.GetUtcNow();
        var wait = user.IsLockedAt(now) ? user.LockedUntil!.Value - now : TimeSpan.Zero;
        if (wait == TimeSpan.Zero)
        {
            user.RecordFailedSignIn(now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return new Attempt(user, wait);
    }

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in: Redis does not answer")]
    private static partial void LogRedisAway(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "A sign-in on {Host} was refused after too many wrong passwords")]
    private static partial void LogLockedOut(ILogger logger, string? host);

    private sealed record Attempt(AdminUser Account, TimeSpan Wait);
}

/// <summary>How a sign-in ended.</summary>
public sealed record SignInResult(SignInOutcome Outcome)
{
    public static readonly SignInResult Unavailable = new(SignInOutcome.Unavailable);

    /// <summary>The session's tokens, when signed in.</summary>
    public IssuedTokens? Tokens { get; init; }

    /// <summary>How long nobody can sign in with this email, when locked out.</summary>
    public TimeSpan Wait { get; init; }
}

public enum SignInOutcome
{
    SignedIn,
    WrongCredentials,
    LockedOut,

    /// <summary>Tokens cannot be kept at the moment.</summary>
    Unavailable,
}
