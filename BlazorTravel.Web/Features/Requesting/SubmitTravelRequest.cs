using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Mail;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>
/// Takes a traveler's request in: the row, its history, the confirmation to the traveler and the notice to the agency in one
/// transaction. The page and the API call the same.
/// </summary>
public sealed class SubmitTravelRequest(
    TenantDatabase database,
    MailOutbox outbox,
    RequestMails mails,
    Announcements announcements,
    AuditTrail audit,
    CurrentActor actor,
    TimeProvider time
)
{
    private const string SubmissionKeyIndex = "ix_travel_requests_submission_key";

    /// <summary>Sending the same form again, with the same key, answers with the request that it made the first time.</summary>
    /// <param name="submissionKey">Made once for each form that is shown.</param>
    /// <param name="culture">The language the traveler reads, as a BCP 47 tag.</param>
    /// <exception cref="ArgumentException">The details break a rule; check them first.</exception>
    public Task<TravelRequest> RunAsync(
        TripDetails details,
        Guid submissionKey,
        string culture,
        CancellationToken cancellationToken = default
    ) => RunAsync(details, submissionKey, culture, null, cancellationToken);

    /// <param name="answer">Makes what is kept to answer the same call again; null where there is nothing to keep.</param>
    /// <exception cref="AlreadyAnsweredException">The same call was answered in the same moment.</exception>
    public async Task<TravelRequest> RunAsync(
        TripDetails details,
        Guid submissionKey,
        string culture,
        Func<TravelRequest, AnsweredCall?>? answer,
        CancellationToken cancellationToken = default
    )
    {
        // A second try only for the one case in a billion that two requests drew the same reference.
        for (var attempt = 1; ; attempt++)
        {
            var request = TravelRequest.Receive(details, submissionKey, culture, time.GetUtcNow());
            await using var lease = await database.OpenAsync(cancellationToken);
            lease.Db.TravelRequests.Add(request);
            audit.Add(
                lease.Db,
                AuditActions.RequestReceived,
                AuditSubject.Request(request.Reference),
                actor: actor.WhoOrTraveler
            );
            await mails.AddReceivedAsync(lease, request, cancellationToken);
            try
            {
                await outbox.SaveAsync(lease, answer is null ? null : () => answer(request), cancellationToken);
            }
            catch (DbUpdateException exception)
                when (exception.InnerException
                        is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } postgres
                )
            {
                if (postgres.ConstraintName == SubmissionKeyIndex)
                {
                    lease.Db.ChangeTracker.Clear();
                    return await lease
                        .Db.TravelRequests.AsNoTracking()
                        .SingleAsync(known => known.SubmissionKey == submissionKey, cancellationToken);
                }
                if (attempt < 3)
                {
                    continue;
                }
                throw;
            }
            announcements.RequestChanged(lease.Tenant.TenantId, request.Id, isNew: true);
            return request;
        }
    }
}
