using BlazorTravel.Domain;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>What a superadmin fills in to create an agency.</summary>
public sealed class NewAgency
{
    public string Name { get; set; } = "";
    public string Subdomain { get; set; } = "";
    public string AdminEmail { get; set; } = "";

    /// <summary>The fields that break a rule, each with what to do; whether names are free is not known here.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (
            Name.Trim().Length is 0 or > Tenant.NameMaxLength
            || Name.Any(char.IsControl)
            || StorableText.Of(Name) != Name
        )
        {
            errors[nameof(Name)] = $"Give the agency a name of at most {Tenant.NameMaxLength} characters.";
        }
        if (!Domain.Tenants.Subdomain.TryParse(Subdomain, out _, out var error))
        {
            errors[nameof(Subdomain)] = error;
        }
        if (!TripDetails.IsEmail(AdminEmail.Trim()))
        {
            errors[nameof(AdminEmail)] = "Give the email address of the agency’s first administrator.";
        }
        return errors;
    }
}
