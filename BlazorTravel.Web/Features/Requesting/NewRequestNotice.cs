using BlazorTravel.Web.Mail;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Tells the agency's people that a request has come in.</summary>
[MailTemplate("new-request-notice", typeof(NewRequestNoticeBody))]
public sealed record NewRequestNotice(
    MailedTrip Trip,
    string? TravelerName,
    string UserEmail,
    string? Notes,
    string DeskUrl
) : IMail
{
    public string Subject => NewRequestNoticeTexts.Subject(Trip);

    public string? ReplyTo => UserEmail;
}
