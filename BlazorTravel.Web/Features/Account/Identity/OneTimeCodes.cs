using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Identity;
using OtpNet;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>
/// The six figures of an authenticator (RFC 6238: SHA-1, 30 seconds), a step early or late. Identity's own provider takes the
/// same code again and again; this one takes each once.
/// </summary>
public sealed class OneTimeCodes(TimeProvider time) : IUserTwoFactorTokenProvider<AdminUser>
{
    /// <summary>How many figures a code has.</summary>
    public const int Length = 6;

    public Task<string> GenerateAsync(string purpose, UserManager<AdminUser> manager, AdminUser user) =>
        throw new NotSupportedException("Codes are made by the person's authenticator.");

    public async Task<bool> ValidateAsync(
        string purpose,
        string token,
        UserManager<AdminUser> manager,
        AdminUser user
    ) =>
        await manager.GetAuthenticatorKeyAsync(user) is { } key
        && Match(key, token, time.GetUtcNow()) is { } step
        && user.UseCodeOf(step);

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<AdminUser> manager, AdminUser user) =>
        await manager.GetAuthenticatorKeyAsync(user) is not null;

    /// <summary>The time step whose code this is, within a step of now; null for none.</summary>
    public static long? Match(string key, string code, DateTimeOffset now) =>
        new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(
            now.UtcDateTime,
            code,
            out var step,
            new VerificationWindow(previous: 1, future: 1)
        )
            ? step
            : null;
}
