using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.Account.TwoStep;

/// <summary>Goes back to the password alone; the key and the recovery codes are forgotten, other sessions end.</summary>
public sealed class TurnOffTwoStep(
    AccountUnits units,
    OwnPassword ownPassword,
    SecurityChanges changes,
    SessionEndings endings
)
{
    public async Task<AccountResult> RunAsync(
        SignedInUser who,
        string? password,
        CancellationToken cancellationToken = default
    )
    {
        await using (var unit = await units.OpenAsync(cancellationToken))
        {
            if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
            {
                return AccountResult.Gone;
            }
            if (!user.IsTwoStepOn)
            {
                return new AccountResult(AccountOutcome.Expired);
            }
            if (await ownPassword.RefuseAsync(unit, user, password, cancellationToken) is { } refused)
            {
                return refused;
            }
            await unit.People.SetTwoFactorEnabledAsync(user, false);
            changes.Tell(unit.Db, user, SecurityEvent.TwoStepTurnedOff);
            endings.Add(unit.Db, user, who.SessionId);
            await unit.CommitAsync(cancellationToken);
        }
        await endings.CarryOutAsync(CancellationToken.None);
        return AccountResult.Done;
    }
}
