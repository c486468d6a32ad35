using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Tells somebody that the way they sign in was changed, in case it was not them.</summary>
/// <param name="DeskName">The agency's name, or the platform's.</param>
/// <param name="Detail">The name or address that it is about, where there is one.</param>
[MailTemplate("security-notice", typeof(SecurityNoticeBody))]
public sealed record SecurityNotice(
    SecurityEvent Event,
    string DeskName,
    string? Detail,
    DateTimeOffset At,
    string AccountUrl,
    string ForgotUrl
) : IMail
{
    public string Subject => SecurityNoticeTexts.Heading(Event);
}
