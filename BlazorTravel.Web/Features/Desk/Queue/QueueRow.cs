using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>One request as the queue shows it.</summary>
public sealed record QueueRow(
    long Id,
    string Reference,
    string? TravelerName,
    string UserEmail,
    string Destination,
    DateOnly TravelDate,
    DateOnly? ReturnDate,
    int NumPersons,
    RequestStatus Status,
    DateTimeOffset StatusChangedAt,
    DateTimeOffset CreatedAt,
    bool IsUnread
)
{
    /// <summary>The name where there is one, else the address.</summary>
    public string Who => string.IsNullOrWhiteSpace(TravelerName) ? UserEmail : TravelerName;
}

/// <summary>A page of the queue.</summary>
/// <param name="Total">How many there are in all, counted up to <see cref="CountedUpTo"/>.</param>
/// <param name="HasNext">Whether there is a page after this.</param>
/// <param name="NewestId">The newest request of all when it was read: any above came later.</param>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, int Total, bool HasNext, long NewestId)
{
    /// <summary>Counting further would cost more than the figure is worth.</summary>
    public const int CountedUpTo = 10_000;
    public const int Size = 25;

    /// <summary>Whether there are more than <see cref="Total"/>.</summary>
    public bool HasMoreThanTotal => Total > CountedUpTo;
}
