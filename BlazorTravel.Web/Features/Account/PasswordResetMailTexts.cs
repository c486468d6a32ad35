using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Account;

/// <summary>The words of <see cref="PasswordResetMail"/>, in the current UI culture.</summary>
public static class PasswordResetMailTexts
{
    private static readonly MailTexts Texts = new(typeof(PasswordResetMailTexts));

    public static string Heading => Texts.Get(nameof(Heading));
    public static string Button => Texts.Get(nameof(Button));
    public static string Why => Texts.Get(nameof(Why));

    public static string Subject(string desk) => Texts.Get(nameof(Subject), desk);

    public static string Text(string desk) => Texts.Get(nameof(Text), desk);

    public static string Expires(DateTimeOffset at) => Texts.Get(nameof(Expires), at.UtcDateTime);
}
