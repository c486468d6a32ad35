using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>The words of <see cref="InvitationMail"/>, in the current UI culture.</summary>
public static class InvitationMailTexts
{
    private static readonly MailTexts Texts = new(typeof(InvitationMailTexts));

    public static string Heading => Texts.Get(nameof(Heading));
    public static string Button => Texts.Get(nameof(Button));
    public static string Address => Texts.Get(nameof(Address));

    public static string Subject(string agency) => Texts.Get(nameof(Subject), agency);

    public static string Text(string agency) => Texts.Get(nameof(Text), agency);

    public static string Expires(DateTimeOffset at) => Texts.Get(nameof(Expires), at.UtcDateTime);

    public static string Why(string agency) => Texts.Get(nameof(Why), agency);
}
