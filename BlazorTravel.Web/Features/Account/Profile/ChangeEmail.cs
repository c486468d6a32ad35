using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Features.Account.Profile;

/// <summary>Makes the address of a mailed link the account's. The old one is told, and every other session ends.</summary>
public sealed class ChangeEmail(
    IDbContextFactory<MainDbContext> databases,
    AccountLinks links,
    SecurityChanges changes,
    SessionEndings endings,
    MailWakeUps wakeUps,
    TimeProvider time
)
{
    /// <param name="here">Who is signed in in the browser that the link was opened in, if anybody.</param>
    /// <returns>Whether the link worked.</returns>
    public async Task<bool> RunAsync(string? secret, SignedInUser? here, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (
            await links.FindAsync(db, secret, AccountLinkPurpose.EmailChange, cancellationToken)
            is not
            ({ NewEmail: { } email }, var user)
        )
        {
            return false;
        }
        var before = user.Email;
        user.ChangeEmail(email);
        await AccountLinks.BurnAsync(db, user.Id, time.GetUtcNow(), cancellationToken);
        changes.Tell(
            db,
            user,
            SecurityEvent.EmailChanged,
            email,
            recipient: before,
            before: new { Email = before },
            after: new { Email = email }
        );
        endings.Add(db, user, here?.Id == user.Id ? here.SessionId : null);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody else got this address while the link was on its way.
            return false;
        }
        await transaction.CommitAsync(cancellationToken);
        wakeUps.Wake(null);
        await endings.CarryOutAsync(CancellationToken.None);
        return true;
    }
}
