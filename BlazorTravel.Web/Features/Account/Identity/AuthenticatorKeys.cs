using System.Security.Cryptography;
using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>Encrypts the keys of authenticators, so that a copy of the database makes no codes.</summary>
public sealed partial class AuthenticatorKeys(IDataProtectionProvider protection, ILogger<AuthenticatorKeys> logger)
{
    private readonly IDataProtector protector = protection.CreateProtector("BlazorTravel.AuthenticatorKeys");

    public string Seal(string key) => protector.Protect(key);

    /// <summary>The key in Base32; null where there is none, or none that can be read.</summary>
    public string? Open(AdminUser user)
    {
        try
        {
            return user.AuthenticatorKey is { } key ? protector.Unprotect(key) : null;
        }
        catch (CryptographicException exception)
        {
            // The data protection keys were lost; recovery codes and passkeys still work.
            LogUnreadable(logger, user.Id, exception);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The authenticator key of account {Account} cannot be decrypted any more")]
    private static partial void LogUnreadable(ILogger logger, int account, Exception exception);
}
