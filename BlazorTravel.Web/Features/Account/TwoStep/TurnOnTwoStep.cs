using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;

namespace BlazorTravel.Web.Features.Account.TwoStep;

/// <summary>Asks for a code at every sign-in from now on, once the authenticator has proved that it makes them.</summary>
public sealed class TurnOnTwoStep(
    AccountUnits units,
    OwnPassword ownPassword,
    Enrolment enrolment,
    AuthenticatorKeys keys,
    SecurityChanges changes
)
{
    public async Task<AccountResult> RunAsync(
        SignedInUser who,
        string? sealedKey,
        string? code,
        string? password,
        CancellationToken cancellationToken = default
    )
    {
        if (enrolment.Again(who, sealedKey) is not { } offer)
        {
            return new AccountResult(AccountOutcome.Expired);
        }
        await using var unit = await units.OpenAsync(cancellationToken);
        if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
        {
            return AccountResult.Gone;
        }
        if (user.IsTwoStepOn)
        {
            return new AccountResult(AccountOutcome.Expired);
        }
        if (await ownPassword.RefuseAsync(unit, user, password, cancellationToken) is { } refused)
        {
            return refused;
        }
        // What is not committed in the end was never set.
        user.SetAuthenticatorKey(keys.Seal(offer.Key));
        var plain = string.Concat((code ?? "").Where(char.IsDigit));
        if (!await unit.People.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, plain))
        {
            return new AccountResult(AccountOutcome.WrongCode);
        }
        await unit.People.SetTwoFactorEnabledAsync(user, true);
        var codes = await unit.People.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCode.SetSize);
        changes.Tell(unit.Db, user, SecurityEvent.TwoStepTurnedOn);
        await unit.CommitAsync(cancellationToken);
        return AccountResult.Done with { RecoveryCodes = [.. codes!] };
    }
}
