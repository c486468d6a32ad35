using BlazorTravel.Domain;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>An agency's face as its admin edits it.</summary>
public sealed class SettingsForm
{
    public string Name { get; set; } = "";

    /// <summary>#RRGGBB.</summary>
    public string BrandColor { get; set; } = Tenant.DefaultBrandColor;
    public string? WelcomeText { get; set; }
    public string? ReplyTo { get; set; }

    /// <summary>The row's version that was read, to notice that somebody else saved meanwhile.</summary>
    public uint Version { get; set; }

    /// <summary>Whether the logo is to become <see cref="NewLogo"/>, or none.</summary>
    public bool LogoChanged { get; set; }
    public TenantLogo? NewLogo { get; set; }

    /// <summary>The fields that break a rule: names of keys in SettingsTexts.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (
            Name.Trim().Length is 0 or > Tenant.NameMaxLength
            || Name.Any(char.IsControl)
            || StorableText.Of(Name) != Name
        )
        {
            errors[nameof(Name)] = "NameInvalid";
        }
        if (!Domain.Tenants.BrandColor.TryParse(BrandColor, out _))
        {
            errors[nameof(BrandColor)] = "BrandColorInvalid";
        }
        if (
            WelcomeText?.Trim().Length > Tenant.WelcomeTextMaxLength
            || WelcomeText is { } words && StorableText.Of(words) != words
        )
        {
            errors[nameof(WelcomeText)] = "WelcomeTextTooLong";
        }
        if (!string.IsNullOrWhiteSpace(ReplyTo) && !TripDetails.IsEmail(ReplyTo.Trim()))
        {
            errors[nameof(ReplyTo)] = "ReplyToInvalid";
        }
        return errors;
    }
}
