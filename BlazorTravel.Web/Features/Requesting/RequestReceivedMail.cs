using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Tells the traveler that the request has arrived, and where to follow it.</summary>
[MailTemplate("request-received", typeof(RequestReceivedMailBody))]
public sealed record RequestReceivedMail(string AgencyName, string? TravelerName, MailedTrip Trip, string PageUrl)
    : IMail
{
    public string Subject => RequestReceivedMailTexts.Subject(Trip.Reference);
}
