using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>One request with its history and mails, as read in one moment.</summary>
public sealed record RequestView
{
    public required long Id { get; init; }
    public required string Reference { get; init; }
    public required string AccessToken { get; init; }
    public required string Destination { get; init; }
    public required DateOnly TravelDate { get; init; }
    public DateOnly? ReturnDate { get; init; }
    public required int NumPersons { get; init; }
    public string? TravelerName { get; init; }
    public required string UserEmail { get; init; }
    public string? Phone { get; init; }
    public decimal? Budget { get; init; }
    public string? BudgetCurrency { get; init; }
    public string? Notes { get; init; }
    public required string Culture { get; init; }
    public required RequestStatus Status { get; init; }
    public required DateTimeOffset StatusChangedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SeenAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What a change must be based on.</summary>
    public required uint Version { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<HistoryLine> History { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<MailLine> Mails { get; init; }

    /// <summary>Where it may go from here, the most usual first.</summary>
    public required IReadOnlyList<RequestStatus> Next { get; init; }

    /// <summary>The travel date has passed everywhere on Earth.</summary>
    public required bool HasDeparted { get; init; }

    public string ShownReference => RequestReference.Format(Reference);
    public string Who => string.IsNullOrWhiteSpace(TravelerName) ? UserEmail : TravelerName;
    public int? Nights => ReturnDate is { } back ? back.DayNumber - TravelDate.DayNumber : null;

    /// <summary>What others did since an earlier look at it; empty when nothing did.</summary>
    public IEnumerable<HistoryLine> Since(RequestView earlier) =>
        History.Where(line => line.Id > earlier.History.Select(known => known.Id).DefaultIfEmpty().Max());
}

/// <summary>One entry of the history.</summary>
/// <param name="Who">Null for the traveler.</param>
public sealed record HistoryLine(
    long Id,
    RequestEventKind Kind,
    DateTimeOffset At,
    int? ActorId,
    string? Who,
    RequestStatus? From,
    RequestStatus? To,
    string? Text
);

/// <summary>One mail about the request.</summary>
public sealed record MailLine(
    long Id,
    string Subject,
    string Recipient,
    MailState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    string? LastError
);
