using System.Globalization;
using System.Security.Cryptography;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>
/// Tells forms that programs send from those of people: by a field that people never meet, and by the time since the form was
/// shown. It only ever asks to send once more, so a person who is caught by mistake loses nothing.
/// </summary>
public sealed partial class FormTrap(
    IDataProtectionProvider protection,
    IOptions<FormTrapOptions> options,
    CurrentTenant current,
    TimeProvider time,
    ILogger<FormTrap> logger
)
{
    private readonly IDataProtector protector = protection.CreateProtector(
        "BlazorTravel.FormTrap",
        $"{current.Agency?.TenantId}"
    );

    /// <summary>Says when a form was shown, in a way that nobody can make up: an earlier stamp while it is good, else a new one.</summary>
    public string StampAfter(string? earlier) =>
        Age(earlier) is { } age && age <= options.Value.MaximumAge ? earlier! : Stamp();

    /// <summary>Whether a program seems to have sent the form, which is then counted in the log.</summary>
    /// <param name="stamp">What came with the form.</param>
    /// <param name="lure">What the field held that people never meet.</param>
    public bool Catches(string? stamp, string? lure)
    {
        var reason =
            !string.IsNullOrEmpty(lure) ? FormTrapReason.LureTaken
            : Age(stamp) is not { } age ? FormTrapReason.NoStamp
            : age < options.Value.MinimumTime ? FormTrapReason.TooFast
            : age > options.Value.MaximumAge ? FormTrapReason.TooOld
            : (FormTrapReason?)null;
        // Without the keys that stamps are protected with, there is nothing to judge by.
        if (reason is not { } caught || (caught == FormTrapReason.NoStamp && Stamp().Length == 0))
        {
            return false;
        }
        LogHeldBack(logger, current.Agency?.TenantId, caught);
        return true;
    }

    private string Stamp()
    {
        try
        {
            return protector.Protect(time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    private TimeSpan? Age(string? stamp)
    {
        if (string.IsNullOrEmpty(stamp))
        {
            return null;
        }
        try
        {
            var shown = long.Parse(protector.Unprotect(stamp), CultureInfo.InvariantCulture);
            return time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(shown);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "A travel request form of agency {Tenant} was held back: {Reason}")]
    private static partial void LogHeldBack(ILogger logger, int? tenant, FormTrapReason reason);
}

public enum FormTrapReason
{
    /// <summary>The field that people never meet was filled in.</summary>
    LureTaken,

    /// <summary>The stamp is missing, made up or another agency's.</summary>
    NoStamp,
    TooFast,
    TooOld,
}
