using System.Globalization;
using Finbuckle.MultiTenant.Abstractions;

namespace BlazorTravel.Web.Tenancy;

/// <summary>What every request, circuit and job knows of the agency it is for.</summary>
public sealed record AgencyTenant(
    int TenantId,
    string Subdomain,
    string Name,
    string DatabaseName,
    bool IsActive,
    bool IsReady,
    string BrandColor,
    string? WelcomeText,
    string? ReplyTo,
    string? LogoVersion
) : ITenantInfo
{
    public string Id => TenantId.ToString(CultureInfo.InvariantCulture);
    public string Identifier => Subdomain;

    /// <summary>The logo's address on the agency's own host; it changes with the logo. Null without one.</summary>
    public string? LogoUrl => LogoVersion is null ? null : $"/brand/logo?v={LogoVersion}";
}
