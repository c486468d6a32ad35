using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.Account.Password;

/// <summary>Sets a new password for somebody who knows the old one; every other session of theirs ends.</summary>
public sealed class ChangePassword(
    AccountUnits units,
    OwnPassword ownPassword,
    SecurityChanges changes,
    SessionEndings endings,
    TimeProvider time
)
{
    public async Task<AccountResult> RunAsync(
        SignedInUser who,
        string? currentPassword,
        string newPassword,
        CancellationToken cancellationToken = default
    )
    {
        await using (var unit = await units.OpenAsync(cancellationToken))
        {
            if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
            {
                return AccountResult.Gone;
            }
            if (await ownPassword.RefuseAsync(unit, user, currentPassword, cancellationToken) is { } refused)
            {
                return refused;
            }
            // Identity checks the rules, hashes, and changes the stamp.
            var result = await unit.People.ChangePasswordAsync(user, currentPassword!, newPassword);
            if (!result.Succeeded)
            {
                return new AccountResult(AccountOutcome.PasswordRefused)
                {
                    Problem = PasswordRulesValidator.ProblemOf(result),
                };
            }
            changes.Tell(unit.Db, user, SecurityEvent.PasswordChanged);
            await AccountLinks.BurnAsync(unit.Db, user.Id, time.GetUtcNow(), cancellationToken);
            endings.Add(unit.Db, user, who.SessionId);
            await unit.CommitAsync(cancellationToken);
        }
        await endings.CarryOutAsync(CancellationToken.None);
        return AccountResult.Done;
    }
}
