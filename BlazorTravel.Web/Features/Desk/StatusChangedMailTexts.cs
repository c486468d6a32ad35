using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>The words of <see cref="StatusChangedMail"/>, in the current UI culture: a subject, a heading and a sentence for each status.</summary>
public static class StatusChangedMailTexts
{
    private static readonly MailTexts Texts = new(typeof(StatusChangedMailTexts));

    public static string Button => Texts.Get(nameof(Button));

    public static string Subject(RequestStatus status, string reference) => Texts.Get($"{status}Subject", reference);

    public static string Heading(RequestStatus status) => Texts.Get($"{status}Heading");

    public static string Text(RequestStatus status, string agency) => Texts.Get($"{status}Text", agency);

    public static string Greeting(string? name) =>
        name is null ? Texts.Get(nameof(Greeting)) : Texts.Get("GreetingByName", name);

    public static string MessageFrom(string agency) => Texts.Get(nameof(MessageFrom), agency);

    public static string Why(string agency) => Texts.Get(nameof(Why), agency);
}
