using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>Tells the traveler where the request now stands, with the agency's own words if there are any.</summary>
[MailTemplate("status-changed", typeof(StatusChangedMailBody))]
public sealed record StatusChangedMail(
    string AgencyName,
    string? TravelerName,
    MailedTrip Trip,
    RequestStatus Status,
    string? Message,
    string PageUrl
) : IMail
{
    public string Subject => StatusChangedMailTexts.Subject(Status, Trip.Reference);
}
