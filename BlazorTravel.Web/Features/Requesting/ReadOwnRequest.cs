using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Reads what the holder of a request's link may see: never a note, never who at the agency did something.</summary>
public sealed class ReadOwnRequest(TenantDatabase database)
{
    private const int TokenLength = 32;

    /// <summary>Null where no request of this agency has the token.</summary>
    public async Task<OwnRequest?> RunAsync(string? token, CancellationToken cancellationToken = default)
    {
        if (token is not { Length: TokenLength } || !token.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }
        await using var lease = await database.OpenAsync(cancellationToken);
        return await lease
            .Db.TravelRequests.AsNoTracking()
            .Where(request => request.AccessToken == token)
            .Select(request => new OwnRequest(
                request.Id,
                request.Reference,
                request.Status,
                new TripDetails(request.Destination, request.TravelDate, request.UserEmail, request.NumPersons)
                {
                    ReturnDate = request.ReturnDate,
                    TravelerName = request.TravelerName,
                    Phone = request.Phone,
                    Budget = request.Budget,
                    BudgetCurrency = request.BudgetCurrency,
                    Notes = request.Notes,
                },
                request
                    .Events.Where(e => e.Kind != RequestEventKind.Note)
                    .OrderBy(e => e.Id)
                    .Select(e => new OwnRequestEvent(e.At, e.ToStatus, e.Text))
                    .ToList()
            ))
            .SingleOrDefaultAsync(cancellationToken);
    }
}

/// <summary>A request as its traveler sees it; the history is oldest first.</summary>
public sealed record OwnRequest(
    long Id,
    string Reference,
    RequestStatus Status,
    TripDetails Trip,
    IReadOnlyList<OwnRequestEvent> History
);

/// <summary>One step of it: when, where it then stood, and the agency's words to the traveler.</summary>
public sealed record OwnRequestEvent(DateTimeOffset At, RequestStatus? Status, string? Words);
