using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>The words of <see cref="PersonInvitedMail"/>, in the current UI culture.</summary>
public static class PersonInvitedMailTexts
{
    private static readonly MailTexts Texts = new(typeof(PersonInvitedMailTexts));

    public static string AsAgent => Texts.Get(nameof(AsAgent));
    public static string AsAdmin => Texts.Get(nameof(AsAdmin));
    public static string Button => Texts.Get(nameof(Button));

    public static string Subject(string by, string agency) => Texts.Get(nameof(Subject), by, agency);

    public static string Heading(string agency) => Texts.Get(nameof(Heading), agency);

    public static string Text(string by, string agency) => Texts.Get(nameof(Text), by, agency);

    public static string Expires(DateTimeOffset at) => Texts.Get(nameof(Expires), at.UtcDateTime);

    public static string Why(string agency) => Texts.Get(nameof(Why), agency);
}
