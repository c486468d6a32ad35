using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Lets somebody who forgot the password set a new one.</summary>
/// <param name="DeskName">The agency's name, or the platform's.</param>
[MailTemplate("password-reset", typeof(PasswordResetMailBody))]
public sealed record PasswordResetMail(string DeskName, string ResetUrl, DateTimeOffset ExpiresAt) : IMail
{
    public string Subject => PasswordResetMailTexts.Subject(DeskName);
}
