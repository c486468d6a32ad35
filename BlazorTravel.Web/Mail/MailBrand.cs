using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Mail;

/// <summary>Whose mail it is, and in which colours: an agency's, or the platform's own.</summary>
/// <param name="Name">The sender's name as people know it.</param>
public sealed record MailBrand(string Name, BrandPalette Palette)
{
    public const string PlatformName = "BlazorTravel";

    public static MailBrand Of(AgencyTenant? agency) =>
        new(agency?.Name ?? PlatformName, BrandPalette.From(agency?.BrandColor ?? BrandPalette.PlatformColor));

    /// <summary>An agency's, as a mail in the main database keeps it.</summary>
    public static MailBrand Of(string name, string color) => new(name, BrandPalette.From(color));
}
