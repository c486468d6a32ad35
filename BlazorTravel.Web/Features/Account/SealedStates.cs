using System.Globalization;
using System.Security.Cryptography;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Hands states to the browser for a short while, so that steps that belong together find each other on any server:
/// encrypted, for one purpose, and worthless on another agency's host.
/// </summary>
public sealed class SealedStates(IDataProtectionProvider protection, CurrentTenant current)
{
    private const int MaxLength = 8_000;

    public string Seal(string purpose, string state, TimeSpan lifetime) => Protector(purpose).Protect(state, lifetime);

    /// <summary>The state again; null when it was for something else, from elsewhere, changed, or too old.</summary>
    public string? Open(string purpose, string? sealedState)
    {
        if (sealedState is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }
        try
        {
            return Protector(purpose).Unprotect(sealedState);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Protector(string purpose) =>
        protection
            .CreateProtector(
                "BlazorTravel.SealedStates",
                purpose,
                current.Agency?.TenantId.ToString(CultureInfo.InvariantCulture) ?? "platform"
            )
            .ToTimeLimitedDataProtector();
}
