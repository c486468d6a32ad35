using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Sets a password with a one-time link, which with all others of the same person is used up by it, and signs in.</summary>
public sealed partial class SetPassword(
    IDbContextFactory<MainDbContext> databases,
    AccountLinks links,
    IPasswordHasher<AdminUser> passwords,
    Tokens tokens,
    TimeProvider time,
    ILogger<SetPassword> logger
)
{
    public async Task<PasswordSetting> RunAsync(
        string? secret,
        AccountLinkPurpose purpose,
        string password,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await links.FindAsync(db, secret, purpose, cancellationToken) is not var (_, user))
        {
            return new PasswordSetting(PasswordOutcome.LinkUseless);
        }
        if (PasswordRules.Check(password, user.Email) is { } problem)
        {
            return new PasswordSetting(PasswordOutcome.Refused) { Problem = problem };
        }
        var now = time.GetUtcNow();
        var open = db.AccountLinks.Where(link => link.UserId == user.Id && link.UsedAt == null);
        foreach (var link in await open.ToListAsync(cancellationToken))
        {
            link.Use(now);
        }
        user.SetPassword(passwords.HashPassword(user, password));
        user.RecordSignIn(now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new PasswordSetting(PasswordOutcome.Set) { Token = await TryIssueAsync(user, cancellationToken) };
    }

    private async Task<IssuedToken?> TryIssueAsync(AdminUser user, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens.IssueAsync(user, cancellationToken);
        }
        catch (RedisException exception)
        {
            // The password stands; only signing in has to wait.
            LogNotSignedIn(logger, exception);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A password was set, but Redis does not answer to sign in with it")]
    private static partial void LogNotSignedIn(ILogger logger, Exception exception);
}

/// <summary>How setting a password ended.</summary>
public sealed record PasswordSetting(PasswordOutcome Outcome)
{
    /// <summary>The rule that a refused password breaks.</summary>
    public PasswordProblem? Problem { get; init; }

    /// <summary>To sign in with; null while tokens cannot be kept.</summary>
    public IssuedToken? Token { get; init; }
}

public enum PasswordOutcome
{
    Set,
    Refused,

    /// <summary>Unknown, expired, used before, or not for this host.</summary>
    LinkUseless,
}
