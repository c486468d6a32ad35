using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Mail.Layout;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>The words of <see cref="NewRequestNotice"/>, in the current UI culture.</summary>
public static class NewRequestNoticeTexts
{
    private static readonly MailTexts Texts = new(typeof(NewRequestNoticeTexts));

    public static string Email => Texts.Get(nameof(Email));
    public static string Notes => Texts.Get(nameof(Notes));
    public static string Button => Texts.Get(nameof(Button));
    public static string Answer => Texts.Get(nameof(Answer));

    public static string Subject(MailedTrip trip) =>
        Texts.Get(
            nameof(Subject),
            trip.Reference,
            trip.Destination,
            MailTripTexts.Date(trip.TravelDate),
            MailTripTexts.Persons(trip.NumPersons)
        );

    public static string Heading(string traveler) => Texts.Get(nameof(Heading), traveler);
}
