using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Sets a password with a one-time link, which with all others of the same person is used up by it, ends every session and
/// signs in. Whoever can read somebody's mail gets no further than the second step, where there is one.
/// </summary>
public sealed partial class SetPassword(
    IDbContextFactory<MainDbContext> databases,
    AccountLinks links,
    IPasswordHasher<AdminUser> passwords,
    Admission admission,
    SecurityChanges changes,
    SessionEndings endings,
    AuditTrail audit,
    MailWakeUps wakeUps,
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
        await AccountLinks.BurnAsync(db, user.Id, now, cancellationToken);
        user.SetPassword(passwords.HashPassword(user, password));
        if (purpose == AccountLinkPurpose.Reset)
        {
            changes.Tell(db, user, SecurityEvent.PasswordChanged);
        }
        else
        {
            audit.Add(
                db,
                user.TenantId,
                AuditActions.PasswordSet,
                $"user:{user.Email}",
                actor: new Actor(user.Id, user.ShownName)
            );
        }
        // Whoever knew the old password, or sits at a forgotten screen, is out.
        endings.Add(db, user);
        if (!user.IsTwoStepOn)
        {
            user.RecordSignIn(now);
            admission.Note(db, user, origin.How);
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        wakeUps.Wake(null);
        // Before the new session starts, which is not to end with the others; nor is it begun while those may live on.
        var ended = await endings.CarryOutAsync(CancellationToken.None);
        return user.IsTwoStepOn
            ? new PasswordSetting(PasswordOutcome.SecondStepNeeded) { Ticket = SecondStepTicket.For(user, origin.How) }
            : new PasswordSetting(PasswordOutcome.Set)
            {
                Tokens = ended ? await TryLetInAsync(user, origin, cancellationToken) : null,
            };
    }

    private async Task<IssuedTokens?> TryLetInAsync(
        AdminUser user,
        SignInOrigin origin,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await admission.LetInAsync(user, origin, cancellationToken)).Tokens;
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

    /// <summary>What leads to the second step, when that is needed.</summary>
    public SecondStepTicket? Ticket { get; init; }
}

public enum PasswordOutcome
{
    Set,

    /// <summary>Set, but signing in also takes a code.</summary>
    SecondStepNeeded,
    Refused,

    /// <summary>Unknown, expired, used before, or not for this host.</summary>
    LinkUseless,
}
