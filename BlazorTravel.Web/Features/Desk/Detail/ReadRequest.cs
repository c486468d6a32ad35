using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>Reads one request; opening one nobody had opened marks it as seen.</summary>
public sealed class ReadRequest(TenantDatabase database, Announcements announcements, TimeProvider time)
{
    /// <summary>Null where the agency has no such request.</summary>
    public async Task<RequestView?> RunAsync(long id, bool markSeen, CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (markSeen)
        {
            var seen = await lease
                .Db.TravelRequests.Where(request => request.Id == id && request.SeenAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(request => request.SeenAt, now), cancellationToken);
            if (seen > 0)
            {
                announcements.RequestChanged(lease.Tenant.TenantId, id, isNew: false);
            }
        }
        return await ReadAsync(lease.Db, id, now, cancellationToken);
    }

    internal static async Task<RequestView?> ReadAsync(
        TenantDbContext db,
        long id,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var request = await db
            .TravelRequests.AsNoTracking()
            .Include(r => r.Events.OrderBy(e => e.Id))
            .FirstOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (request is null)
        {
            return null;
        }
        var mails = await db
            .OutgoingMails.Where(mail => mail.RequestId == id)
            .OrderByDescending(mail => mail.Id)
            .Select(mail => new MailLine(
                mail.Id,
                mail.Subject,
                mail.Recipient,
                mail.State,
                mail.Attempts,
                mail.CreatedAt,
                mail.SentAt,
                mail.LastError
            ))
            .ToListAsync(cancellationToken);
        return Describe(request, mails, TripDetails.TodayAnywhere(now));
    }

    private static RequestView Describe(TravelRequest request, List<MailLine> mails, DateOnly today) =>
        new()
        {
            Id = request.Id,
            Reference = request.Reference,
            AccessToken = request.AccessToken,
            Destination = request.Destination,
            TravelDate = request.TravelDate,
            ReturnDate = request.ReturnDate,
            NumPersons = request.NumPersons,
            TravelerName = request.TravelerName,
            UserEmail = request.UserEmail,
            Phone = request.Phone,
            Budget = request.Budget,
            BudgetCurrency = request.BudgetCurrency,
            Notes = request.Notes,
            Culture = request.Culture,
            Status = request.Status,
            StatusChangedAt = request.StatusChangedAt,
            CreatedAt = request.CreatedAt,
            SeenAt = request.SeenAt,
            UpdatedAt = request.UpdatedAt,
            Version = request.Version,
            History =
            [
                .. request.Events.Select(e => new HistoryLine(
                    e.Id,
                    e.Kind,
                    e.At,
                    e.ActorId,
                    e.ActorName,
                    e.FromStatus,
                    e.ToStatus,
                    e.Text
                )),
            ],
            Mails = mails,
            Next = StatusFlow.After(request.Status, request.TravelDate, today),
            HasDeparted = request.TravelDate < today,
        };
}
