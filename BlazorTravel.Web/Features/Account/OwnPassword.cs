using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.Account.Identity;
using Microsoft.AspNetCore.Identity;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Asks somebody who is signed in for the password again, before what a thief of an open page must not do. Guesses count as
/// they do at signing in.
/// </summary>
public sealed class OwnPassword(IPasswordHasher<AdminUser> passwords, TimeProvider time)
{
    /// <summary>
    /// Null when it is right. Otherwise what to answer; the attempt is counted already, and with it everything else in the
    /// unit committed.
    /// </summary>
    /// <param name="user">Locked in the unit.</param>
    public async Task<AccountResult?> RefuseAsync(
        AccountUnit unit,
        AdminUser user,
        string? password,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (user.IsLockedAt(now))
        {
            return new AccountResult(AccountOutcome.LockedOut) { Wait = user.LockedUntil!.Value - now };
        }
        if (
            password is { Length: > 0 and <= PasswordRules.MaxLength }
            && user.PasswordHash is { } hash
            && passwords.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed
        )
        {
            user.RecordRightPassword();
            return null;
        }
        user.RecordFailedSignIn(now);
        await unit.CommitAsync(cancellationToken);
        return new AccountResult(AccountOutcome.WrongPassword);
    }
}
