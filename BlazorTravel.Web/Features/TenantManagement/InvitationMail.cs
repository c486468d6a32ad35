using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Invites an agency's first administrator to set a password.</summary>
[MailTemplate("invitation", typeof(InvitationMailBody))]
public sealed record InvitationMail(string AgencyName, string AgencyUrl, string InvitationUrl, DateTimeOffset ExpiresAt)
    : IMail
{
    public string Subject => InvitationMailTexts.Subject(AgencyName);
}
