using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>Tells the traveler of a status change, in the transaction of the change.</summary>
public sealed class StatusMails(MailOutbox outbox, IOptions<PlatformOptions> platform)
{
    /// <summary>Adds the mail to what the lease's context will save.</summary>
    public OutgoingMail Add(TenantLease lease, TravelRequest request, string? message)
    {
        outbox.Add(
            lease,
            new StatusChangedMail(
                lease.Tenant.Name,
                request.TravelerName,
                new MailedTrip(
                    RequestReference.Format(request.Reference),
                    request.Destination,
                    request.TravelDate,
                    request.ReturnDate,
                    request.NumPersons
                ),
                request.Status,
                string.IsNullOrWhiteSpace(message) ? null : message.Trim(),
                $"{platform.Value.AgencyUrl(lease.Tenant.Subdomain)}/r/{request.AccessToken}"
            ),
            request.UserEmail,
            request.Culture,
            request
        );
        return lease.Db.OutgoingMails.Local.Last(mail => mail.RequestId == request.Id);
    }
}
