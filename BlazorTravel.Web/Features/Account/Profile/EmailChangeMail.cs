using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Account.Profile;

/// <summary>Lets somebody prove that a new address is theirs.</summary>
/// <param name="DeskName">The agency's name, or the platform's.</param>
[MailTemplate("email-change", typeof(EmailChangeMailBody))]
public sealed record EmailChangeMail(string DeskName, string Email, string ConfirmUrl, DateTimeOffset ExpiresAt) : IMail
{
    public string Subject => EmailChangeMailTexts.Subject(DeskName);
}
