using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Whom an admin invites.</summary>
public sealed class InviteForm
{
    public const int NameMaxLength = 120;

    public string Email { get; set; } = "";
    public string? Name { get; set; }
    public AgencyRole Role { get; set; } = AgencyRole.Agent;

    /// <summary>The fields that break a rule: names of keys in PeopleTexts.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!TripDetails.IsEmail(Email.Trim()))
        {
            errors[nameof(Email)] = "EmailInvalid";
        }
        if (Name is not null && (Name.Trim().Length > NameMaxLength || Name.Any(char.IsControl)))
        {
            errors[nameof(Name)] = "NameInvalid";
        }
        return errors;
    }
}
