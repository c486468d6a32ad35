namespace BlazorTravel.Web.Mail;

/// <summary>The trip as mails tell it.</summary>
/// <param name="Reference">As people read it: K7M-4Q2D.</param>
public sealed record MailedTrip(
    string Reference,
    string Destination,
    DateOnly TravelDate,
    DateOnly? ReturnDate,
    int NumPersons
);
