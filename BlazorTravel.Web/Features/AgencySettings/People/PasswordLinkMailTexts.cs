using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>The words of <see cref="PasswordLinkMail"/>, in the current UI culture.</summary>
public static class PasswordLinkMailTexts
{
    private static readonly MailTexts Texts = new(typeof(PasswordLinkMailTexts));

    public static string Heading => Texts.Get(nameof(Heading));
    public static string Button => Texts.Get(nameof(Button));
    public static string Why => Texts.Get(nameof(Why));

    public static string Subject(string agency) => Texts.Get(nameof(Subject), agency);

    public static string Text(string by, string agency) => Texts.Get(nameof(Text), by, agency);

    public static string Expires(DateTimeOffset at) => Texts.Get(nameof(Expires), at.UtcDateTime);
}
