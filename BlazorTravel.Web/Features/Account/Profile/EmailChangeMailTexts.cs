using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Account.Profile;

/// <summary>The words of <see cref="EmailChangeMail"/>, in the current UI culture.</summary>
public static class EmailChangeMailTexts
{
    private static readonly MailTexts Texts = new(typeof(EmailChangeMailTexts));

    public static string Heading => Texts.Get(nameof(Heading));
    public static string Button => Texts.Get(nameof(Button));
    public static string Why => Texts.Get(nameof(Why));

    public static string Subject(string desk) => Texts.Get(nameof(Subject), desk);

    public static string Text(string desk, string email) => Texts.Get(nameof(Text), desk, email);

    public static string Expires(DateTimeOffset at) => Texts.Get(nameof(Expires), at.UtcDateTime);
}
