using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Account;

/// <summary>The words of <see cref="SecurityNotice"/>: a heading and a sentence for each event.</summary>
public static class SecurityNoticeTexts
{
    private static readonly MailTexts Texts = new(typeof(SecurityNoticeTexts));

    public static string Button => Texts.Get(nameof(Button));
    public static string ItWasYou => Texts.Get(nameof(ItWasYou));
    public static string ItWasNotYou => Texts.Get(nameof(ItWasNotYou));

    public static string Heading(SecurityEvent what) => Texts.Get($"{what}Heading");

    public static string Text(SecurityEvent what, string desk, string? detail) =>
        Texts.Get($"{what}Text", desk, detail);

    public static string At(DateTimeOffset at) => Texts.Get(nameof(At), at.UtcDateTime);
}
