using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>The words of <see cref="RequestReceivedMail"/>, in the current UI culture.</summary>
public static class RequestReceivedMailTexts
{
    private static readonly MailTexts Texts = new(typeof(RequestReceivedMailTexts));

    public static string Heading => Texts.Get(nameof(Heading));
    public static string Button => Texts.Get(nameof(Button));
    public static string KeepLink => Texts.Get(nameof(KeepLink));

    public static string Subject(string reference) => Texts.Get(nameof(Subject), reference);

    public static string Greeting(string? name) =>
        name is null ? Texts.Get(nameof(Greeting)) : Texts.Get("GreetingByName", name);

    public static string Thanks(string agency) => Texts.Get(nameof(Thanks), agency);

    public static string Why(string agency) => Texts.Get(nameof(Why), agency);
}
