using System.Globalization;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Profile;

/// <summary>
/// Mails a link to a new address, which becomes the account's when the link is used; the old address is told. Whether the
/// new one already has an account is nobody's business: it just gets no link then.
/// </summary>
public sealed class RequestEmailChange(
    AccountUnits units,
    OwnPassword ownPassword,
    SecurityChanges changes,
    MailOutbox outbox,
    TimeProvider time
)
{
    /// <summary>Nobody's mailbox is filled from here.</summary>
    private const int MaxLinksAnHour = 5;

    public async Task<AccountResult> RunAsync(
        SignedInUser who,
        string? newEmail,
        string? password,
        CancellationToken cancellationToken = default
    )
    {
        var email = AdminUser.Normalize(newEmail ?? "");
        await using var unit = await units.OpenAsync(cancellationToken);
        if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
        {
            return AccountResult.Gone;
        }
        if (!TripDetails.IsEmail(email) || email == user.Email)
        {
            return new AccountResult(AccountOutcome.EmailInvalid);
        }
        if (await ownPassword.RefuseAsync(unit, user, password, cancellationToken) is { } refused)
        {
            return refused;
        }
        var recently = time.GetUtcNow() - TimeSpan.FromHours(1);
        var asked = await unit.Db.AccountLinks.CountAsync(
            link =>
                link.UserId == user.Id && link.Purpose == AccountLinkPurpose.EmailChange && link.CreatedAt > recently,
            cancellationToken
        );
        if (asked >= MaxLinksAnHour)
        {
            return new AccountResult(AccountOutcome.TooManyLinks);
        }
        // Only the latest link works.
        await AccountLinks.BurnAsync(
            unit.Db,
            user.Id,
            time.GetUtcNow(),
            cancellationToken,
            AccountLinkPurpose.EmailChange
        );
        changes.Tell(unit.Db, user, SecurityEvent.EmailChangeAsked, email, after: new { Email = email });
        if (!await unit.Db.AdminUsers.AnyAsync(other => other.Email == email, cancellationToken))
        {
            var link = AccountLink.CreateForEmail(user.Id, email, time.GetUtcNow(), out var secret);
            unit.Db.AccountLinks.Add(link);
            var mail = new EmailChangeMail(
                changes.DeskName,
                email,
                $"{changes.HostUrl}/account/email?token={secret}",
                link.ExpiresAt
            );
            outbox.Add(unit.Db, mail, email, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        }
        await unit.CommitAsync(cancellationToken);
        return AccountResult.Done;
    }
}
