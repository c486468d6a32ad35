using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>Authenticator keys, recovery codes and passkeys.</summary>
public sealed partial class AccountStore
    : IUserTwoFactorStore<AdminUser>,
        IUserAuthenticatorKeyStore<AdminUser>,
        IUserTwoFactorRecoveryCodeStore<AdminUser>,
        IUserPasskeyStore<AdminUser>
{
    public Task<bool> GetTwoFactorEnabledAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.IsTwoStepOn);

    public async Task SetTwoFactorEnabledAsync(AdminUser user, bool enabled, CancellationToken cancellationToken)
    {
        if (enabled)
        {
            user.TurnOnTwoStep();
            return;
        }
        user.TurnOffTwoStep();
        context.Db.RecoveryCodes.RemoveRange(await CodesOfAsync(user, cancellationToken));
    }

    public Task<string?> GetAuthenticatorKeyAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult(keys.Open(user));

    public Task SetAuthenticatorKeyAsync(AdminUser user, string key, CancellationToken cancellationToken)
    {
        user.SetAuthenticatorKey(keys.Seal(key));
        return Task.CompletedTask;
    }

    public async Task ReplaceCodesAsync(
        AdminUser user,
        IEnumerable<string> recoveryCodes,
        CancellationToken cancellationToken
    )
    {
        context.Db.RecoveryCodes.RemoveRange(await CodesOfAsync(user, cancellationToken));
        context.Db.RecoveryCodes.AddRange(RecoveryCode.KeepSet(user.Id, recoveryCodes));
    }

    public async Task<bool> RedeemCodeAsync(AdminUser user, string code, CancellationToken cancellationToken)
    {
        if (RecoveryCode.Find(await CodesOfAsync(user, cancellationToken), code) is not { } found)
        {
            return false;
        }
        found.Use(time.GetUtcNow());
        return true;
    }

    public Task<int> CountCodesAsync(AdminUser user, CancellationToken cancellationToken) =>
        context.Db.RecoveryCodes.CountAsync(code => code.UserId == user.Id && code.UsedAt == null, cancellationToken);

    public async Task AddOrUpdatePasskeyAsync(
        AdminUser user,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(user, passkey.CredentialId, cancellationToken) is { } known)
        {
            known.Update(passkey.SignCount, passkey.IsBackedUp, passkey.IsUserVerified);
            return;
        }
        var credential = new PasskeyCredential(
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.SignCount,
            passkey.Transports ?? [],
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp
        );
        context.Db.Passkeys.Add(Passkey.Register(user.Id, credential, passkey.Name, time.GetUtcNow()));
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(AdminUser user, CancellationToken cancellationToken)
    {
        var passkeys = await context
            .Db.Passkeys.Where(passkey => passkey.UserId == user.Id)
            .OrderBy(passkey => passkey.Id)
            .ToListAsync(cancellationToken);
        return passkeys.ConvertAll(Describe);
    }

    // Wherever it is registered already: an authenticator's id is nobody else's.
    public async Task<AdminUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await (
            from passkey in context.Db.Passkeys
            where passkey.CredentialId == credentialId
            join user in context.Db.AdminUsers on passkey.UserId equals user.Id
            select user
        ).SingleOrDefaultAsync(cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        AdminUser user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) => await FindAsync(user, credentialId, cancellationToken) is { } passkey ? Describe(passkey) : null;

    public async Task RemovePasskeyAsync(AdminUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, credentialId, cancellationToken) is { } passkey)
        {
            context.Db.Passkeys.Remove(passkey);
        }
    }

    private Task<Passkey?> FindAsync(AdminUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        context.Db.Passkeys.SingleOrDefaultAsync(
            passkey => passkey.UserId == user.Id && passkey.CredentialId == credentialId,
            cancellationToken
        );

    private Task<List<RecoveryCode>> CodesOfAsync(AdminUser user, CancellationToken cancellationToken) =>
        context.Db.RecoveryCodes.Where(code => code.UserId == user.Id).ToListAsync(cancellationToken);

    // What the authenticator attested is not asked for, so it is not kept either.
    private static UserPasskeyInfo Describe(Passkey passkey) =>
        new(
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.CreatedAt,
            (uint)passkey.SignCount,
            passkey.Transports,
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            [],
            []
        )
        {
            Name = passkey.Name,
        };
}
