using BlazorTravel.Web.Data;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Passkeys;

/// <summary>Registers a passkey: first it is told to the browser what is wanted, then what the authenticator made is kept.</summary>
public sealed class AddPasskey(
    AccountUnits units,
    OwnPassword ownPassword,
    PasskeyCeremonies ceremonies,
    SecurityChanges changes
)
{
    /// <summary>More than anybody has; a bound for what one account can make us keep.</summary>
    public const int MaxPasskeys = 20;

    public async Task<PasskeyBeginning> BeginAsync(
        SignedInUser who,
        string? password,
        HttpContext http,
        CancellationToken cancellationToken = default
    )
    {
        await using var unit = await units.OpenAsync(cancellationToken);
        if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
        {
            return new PasskeyBeginning(AccountResult.Gone);
        }
        if (await ownPassword.RefuseAsync(unit, user, password, cancellationToken) is { } refused)
        {
            return new PasskeyBeginning(refused);
        }
        var person = new PasskeyUserEntity
        {
            Id = await unit.People.GetUserIdAsync(user),
            Name = user.Email,
            DisplayName = user.ShownName,
        };
        var made = await unit.Passkeys.MakeCreationOptionsAsync(person, http);
        await unit.CommitAsync(cancellationToken);
        return new PasskeyBeginning(AccountResult.Done)
        {
            Options = made.CreationOptionsJson,
            State = ceremonies.Begin(PasskeyCeremonies.Registration(who), made.AttestationState!),
        };
    }

    /// <exception cref="StackExchange.Redis.RedisException">It cannot be told now whether the ceremony is still open.</exception>
    public async Task<AccountResult> FinishAsync(
        SignedInUser who,
        string? name,
        string? credential,
        string? state,
        HttpContext http,
        CancellationToken cancellationToken = default
    )
    {
        if (await ceremonies.FinishAsync(PasskeyCeremonies.Registration(who), state) is not { } opened)
        {
            return new AccountResult(AccountOutcome.Expired);
        }
        await using var unit = await units.OpenAsync(cancellationToken);
        if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
        {
            return AccountResult.Gone;
        }
        var attestation = await unit.Passkeys.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = http,
                CredentialJson = credential ?? "",
                AttestationState = opened,
            }
        );
        if (DatabaseOutage.IsBehind(attestation.Failure))
        {
            throw attestation.Failure!;
        }
        var count = await unit.Db.Passkeys.CountAsync(passkey => passkey.UserId == user.Id, cancellationToken);
        if (!attestation.Succeeded || count >= MaxPasskeys)
        {
            return new AccountResult(AccountOutcome.PasskeyRefused);
        }
        attestation.Passkey.Name = name;
        await unit.People.AddOrUpdatePasskeyAsync(user, attestation.Passkey);
        changes.Tell(
            unit.Db,
            user,
            SecurityEvent.PasskeyAdded,
            unit.Db.Passkeys.Local.Last().Name,
            after: new { unit.Db.Passkeys.Local.Last().Name }
        );
        await unit.CommitAsync(cancellationToken);
        return AccountResult.Done;
    }
}

/// <summary>The first half of a ceremony: what the browser asks the authenticator for, and what the page carries.</summary>
public sealed record PasskeyBeginning(AccountResult Result)
{
    /// <summary>JSON for navigator.credentials.</summary>
    public string? Options { get; init; }

    public string? State { get; init; }
}
