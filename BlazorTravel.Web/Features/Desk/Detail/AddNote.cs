using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>Adds a note for colleagues. Notes add to each other, so it never matters who else changed what meanwhile.</summary>
public sealed class AddNote(TenantDatabase database, Announcements announcements, AuditTrail audit, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>The request with the note; null when it is gone.</summary>
    /// <exception cref="ArgumentException">The note is empty or too long.</exception>
    public Task<RequestView?> RunAsync(
        long id,
        string text,
        Actor actor,
        CancellationToken cancellationToken = default
    ) => RunAsync(id, text, actor, _ => null, cancellationToken);

    /// <param name="answer">Makes what is kept to answer the same call again; null where there is nothing to keep.</param>
    /// <exception cref="ArgumentException">The note is empty or too long.</exception>
    /// <exception cref="AlreadyAnsweredException">The same call was answered in the same moment.</exception>
    public async Task<RequestView?> RunAsync(
        long id,
        string text,
        Actor actor,
        Func<RequestEvent, AnsweredCall?> answer,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var lease = await database.OpenAsync(cancellationToken);
            var request = await lease.Db.TravelRequests.FirstOrDefaultAsync(r => r.Id == id, cancellationToken);
            if (request is null)
            {
                return null;
            }
            var now = time.GetUtcNow();
            request.AddNote(actor, text, now);
            // Not the words: what a note says of a traveler must be erasable.
            audit.Add(lease.Db, AuditActions.RequestNoteAdded, AuditSubject.Request(request.Reference), actor: actor);
            try
            {
                await AnsweredCalls.SaveAsync(lease.Db, () => answer(request.Events[^1]), cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                continue;
            }
            lease.Db.ChangeTracker.Clear();
            var current = await ReadRequest.ReadAsync(lease.Db, id, now, cancellationToken);
            announcements.RequestChanged(lease.Tenant.TenantId, id, isNew: false);
            return current;
        }
    }
}
