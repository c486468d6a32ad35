using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>The mails that a new request sets off: the traveler's confirmation and the notice to the agency's people.</summary>
public sealed class RequestMails(
    MailOutbox outbox,
    IDbContextFactory<MainDbContext> main,
    IOptions<PlatformOptions> platform,
    IMemoryCache cache
)
{
    private static readonly TimeSpan RecipientsKept = TimeSpan.FromSeconds(30);

    /// <summary>Adds the mails to what the lease's context will save.</summary>
    public async Task AddReceivedAsync(TenantLease lease, TravelRequest request, CancellationToken cancellationToken)
    {
        var tenant = lease.Tenant;
        var url = platform.Value.AgencyUrl(tenant.Subdomain);
        var trip = new MailedTrip(
            RequestReference.Format(request.Reference),
            request.Destination,
            request.TravelDate,
            request.ReturnDate,
            request.NumPersons
        );
        outbox.Add(
            lease,
            new RequestReceivedMail(tenant.Name, request.TravelerName, trip, $"{url}/r/{request.AccessToken}"),
            request.UserEmail,
            request.Culture,
            request
        );
        foreach (var recipient in await RecipientsAsync(tenant.TenantId, cancellationToken))
        {
            outbox.Add(
                lease,
                new NewRequestNotice(
                    trip,
                    request.TravelerName,
                    request.UserEmail,
                    request.Notes,
                    $"{url}/admin/requests/by-reference/{request.Reference}"
                ),
                recipient,
                "en",
                request
            );
        }
    }

    private async Task<List<string>> RecipientsAsync(int tenantId, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync(
            ("notice-recipients", tenantId),
            async entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = RecipientsKept;
                await using var db = await main.CreateDbContextAsync(cancellationToken);
                return await db
                    .AdminUsers.Where(user => user.TenantId == tenantId && !user.IsDisabled)
                    .OrderBy(user => user.Id)
                    .Select(user => user.Email)
                    .ToListAsync(cancellationToken);
            }
        ) ?? [];
}
