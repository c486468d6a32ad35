using System.Text.Json.Serialization;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Invites somebody to an agency's desk, in the agency's name.</summary>
/// <param name="InvitedBy">The inviting admin's name.</param>
/// <param name="ReplyTo">The inviting admin's address: who wonders asks a person.</param>
[MailTemplate("person-invited", typeof(PersonInvitedMailBody))]
public sealed record PersonInvitedMail(
    string AgencyName,
    string BrandColor,
    string InvitedBy,
    AgencyRole Role,
    string InvitationUrl,
    DateTimeOffset ExpiresAt,
    string ReplyTo
) : IMail
{
    public string Subject => PersonInvitedMailTexts.Subject(InvitedBy, AgencyName);

    [JsonIgnore]
    public MailBrand Brand => MailBrand.Of(AgencyName, BrandColor);
}
