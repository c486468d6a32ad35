using System.Text.Json.Serialization;
using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>A link to set a new password that an admin sends to one of the agency's people.</summary>
/// <param name="SentBy">The admin's name.</param>
/// <param name="ReplyTo">The admin's address.</param>
[MailTemplate("password-link", typeof(PasswordLinkMailBody))]
public sealed record PasswordLinkMail(
    string AgencyName,
    string BrandColor,
    string SentBy,
    string ResetUrl,
    DateTimeOffset ExpiresAt,
    string ReplyTo
) : IMail
{
    public string Subject => PasswordLinkMailTexts.Subject(AgencyName);

    [JsonIgnore]
    public MailBrand Brand => MailBrand.Of(AgencyName, BrandColor);
}
