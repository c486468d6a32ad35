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
    SessionEndings endings,
    TimeProvider time,
    ILogger<SetPassword> logger
)
{
    public async Task<PasswordSetting> RunAsync(
        string? secret,
        AccountLinkPurpose purpose,
        string password,
        SignInOrigin origin,
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
        // Whoever knew the old password, or sits at a forgotten screen, is out.
        endings.Add(db, user);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Before the new session starts, which is not to end with the others; nor is it begun while those may live on.
        var ended = await endings.CarryOutAsync(CancellationToken.None);
        return new PasswordSetting(PasswordOutcome.Set)
        {
            Tokens = ended ? await TryIssueAsync(user, origin, cancellationToken) : null,
        };
    }

    private async Task<IssuedTokens?> TryIssueAsync(
        AdminUser user,
        SignInOrigin origin,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await tokens.IssueAsync(user, origin, cancellationToken);
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

    /// <summary>To sign in with; null while sessions cannot be kept.</summary>
    public IssuedTokens? Tokens { get; init; }
}

public enum PasswordOutcome
{
    Set,
    Refused,

    /// <summary>Unknown, expired, used before, or not for this host.</summary>
    LinkUseless,
}
