using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.Account.TwoStep;

/// <summary>Makes a new set of recovery codes; the old ones are worth nothing any more.</summary>
public sealed class ReplaceRecoveryCodes(AccountUnits units, OwnPassword ownPassword, SecurityChanges changes)
{
    public async Task<AccountResult> RunAsync(
        SignedInUser who,
        string? password,
        CancellationToken cancellationToken = default
    )
    {
        await using var unit = await units.OpenAsync(cancellationToken);
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
        var codes = await unit.People.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCode.SetSize);
        changes.Tell(unit.Db, user, SecurityEvent.RecoveryCodesReplaced);
        await unit.CommitAsync(cancellationToken);
        return AccountResult.Done with { RecoveryCodes = [.. codes!] };
    }
}
