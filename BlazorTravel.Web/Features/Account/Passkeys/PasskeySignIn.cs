using BlazorTravel.Web.Data;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account.Passkeys;

/// <summary>
/// Signs somebody in by a passkey alone: the authenticator holds the key and has made sure of its owner, which are two
/// factors by themselves.
/// </summary>
public sealed partial class PasskeySignIn(
    AccountUnits units,
    PasskeyCeremonies ceremonies,
    Admission admission,
    TimeProvider time,
    ILogger<PasskeySignIn> logger
)
{
    /// <summary>Asks for any passkey of this host; whose it is, its answer tells.</summary>
    public async Task<PasskeyBeginning> BeginAsync(HttpContext http, CancellationToken cancellationToken = default)
    {
        await using var unit = await units.OpenAsync(cancellationToken);
        var made = await unit.Passkeys.MakeRequestOptionsAsync(null, http);
        return new PasskeyBeginning(AccountResult.Done)
        {
            Options = made.RequestOptionsJson,
            State = ceremonies.Begin(PasskeyCeremonies.SignIn, made.AssertionState!),
        };
    }

    public async Task<SignInResult> FinishAsync(
        string? credential,
        string? state,
        HttpContext http,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await ceremonies.FinishAsync(PasskeyCeremonies.SignIn, state) is { } opened
                ? await TryAsync(credential ?? "", opened, http, cancellationToken)
                : new SignInResult(SignInOutcome.Expired);
        }
        catch (RedisException exception)
        {
            LogRedisAway(logger, exception);
            return SignInResult.Unavailable;
        }
    }

    private async Task<SignInResult> TryAsync(
        string credential,
        string state,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await using var unit = await units.OpenAsync(cancellationToken);
        var assertion = await unit.Passkeys.PerformAssertionAsync(
            new PasskeyAssertionContext
            {
                HttpContext = http,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (DatabaseOutage.IsBehind(assertion.Failure))
        {
            throw assertion.Failure!;
        }
        // The store knows only who can sign in on this host; an invitation must have been accepted first.
        if (!assertion.Succeeded || assertion.User.PasswordHash is null)
        {
            LogRefused(logger, assertion.Failure?.Message);
            return new SignInResult(SignInOutcome.WrongCredentials);
        }
        var (user, passkey) = (assertion.User, assertion.Passkey);
        await unit.People.AddOrUpdatePasskeyAsync(user, passkey);
        var used = await unit.Db.Passkeys.SingleAsync(
            known => known.UserId == user.Id && known.CredentialId == passkey.CredentialId,
            cancellationToken
        );
        used.RecordUse(time.GetUtcNow());
        user.RecordSignIn(time.GetUtcNow());
        admission.Note(unit.Db, user, SignInOrigin.Passkey);
        await unit.CommitAsync(cancellationToken);
        return await admission.LetInAsync(user, SignInOrigin.Of(http, SignInOrigin.Passkey), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "A passkey was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string? reason);

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in: Redis does not answer")]
    private static partial void LogRedisAway(ILogger logger, Exception exception);
}
