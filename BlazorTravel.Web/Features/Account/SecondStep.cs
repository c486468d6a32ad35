using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Takes the code of somebody whose password was right: from the authenticator, or one of the recovery codes. Codes are
/// counted and locked apart from passwords, under a lock of the account, so that guesses sent all at once count, too.
/// </summary>
public sealed partial class SecondStep(
    AccountUnits units,
    Admission admission,
    SecurityChanges changes,
    TimeProvider time,
    ILogger<SecondStep> logger
)
{
    public async Task<SignInResult> RunAsync(
        SecondStepTicket ticket,
        string? code,
        SignInOrigin origin,
        CancellationToken cancellationToken = default
    )
    {
        AdminUser user;
        bool isRecovery;
        await using (var unit = await units.OpenAsync(cancellationToken))
        {
            if (
                await unit.LockAsync(ticket.UserId, cancellationToken) is not { IsTwoStepOn: true } found
                || found.SecurityStamp != ticket.Stamp
            )
            {
                return new SignInResult(SignInOutcome.Expired);
            }
            user = found;
            var now = time.GetUtcNow();
            if (user.AreCodesLockedAt(now))
            {
                return new SignInResult(SignInOutcome.LockedOut) { Wait = user.CodesLockedUntil!.Value - now };
            }
            var plain = string.Concat((code ?? "").Where(char.IsLetterOrDigit));
            isRecovery = plain.Length != OneTimeCodes.Length;
            if (!await IsRightAsync(unit.People, user, plain, isRecovery))
            {
                if (user.RecordFailedCode(now))
                {
                    changes.Tell(unit.Db, user, SecurityEvent.CodesLocked);
                    LogLocked(logger, user.Id);
                }
                await unit.CommitAsync(cancellationToken);
                return new SignInResult(SignInOutcome.WrongCode);
            }
            user.RecordRightCode();
            user.RecordSignIn(now);
            if (isRecovery)
            {
                var left = await unit.People.CountRecoveryCodesAsync(user);
                changes.Tell(unit.Db, user, SecurityEvent.RecoveryCodeUsed, $"{left}");
            }
            admission.Note(unit.Db, user, HowOf(ticket, isRecovery));
            await unit.CommitAsync(cancellationToken);
        }
        try
        {
            return await admission.LetInAsync(user, origin with { How = HowOf(ticket, isRecovery) }, cancellationToken);
        }
        catch (RedisException exception)
        {
            LogRedisAway(logger, exception);
            return SignInResult.Unavailable;
        }
    }

    private static async Task<bool> IsRightAsync(
        UserManager<AdminUser> people,
        AdminUser user,
        string plain,
        bool isRecovery
    )
    {
        if (!isRecovery)
        {
            return await people.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, plain);
        }
        return plain.Length > 0 && (await people.RedeemTwoFactorRecoveryCodeAsync(user, plain)).Succeeded;
    }

    private static string HowOf(SecondStepTicket ticket, bool isRecovery) =>
        ticket.How != SignInOrigin.Password ? ticket.How
        : isRecovery ? SignInOrigin.PasswordAndRecoveryCode
        : SignInOrigin.PasswordAndCode;

    [LoggerMessage(LogLevel.Warning, "Codes of account {Account} are locked after too many wrong ones")]
    private static partial void LogLocked(ILogger logger, int account);

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in: Redis does not answer")]
    private static partial void LogRedisAway(ILogger logger, Exception exception);
}
