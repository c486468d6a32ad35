using System.Security.Cryptography;

namespace BlazorTravel.Domain.TravelRequests;

/// <summary>One traveler's request to one agency, and where it stands.</summary>
public sealed class TravelRequest
{
    private readonly List<RequestEvent> events = [];

    private TravelRequest() { }

    public long Id { get; private set; }

    /// <summary>See <see cref="RequestReference"/>.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>The secret in the address of the traveler's own page: 128 bits, hexadecimal.</summary>
    public string AccessToken { get; private set; } = "";

    /// <summary>Made with the form, so that sending it twice makes one request.</summary>
    public Guid SubmissionKey { get; private set; }

    public string Destination { get; private set; } = "";
    public DateOnly TravelDate { get; private set; }
    public string UserEmail { get; private set; } = "";
    public int NumPersons { get; private set; }
    public DateOnly? ReturnDate { get; private set; }
    public string? TravelerName { get; private set; }
    public string? Phone { get; private set; }
    public decimal? Budget { get; private set; }
    public string? BudgetCurrency { get; private set; }
    public string? Notes { get; private set; }

    /// <summary>The language the traveler asked in (BCP 47), in which mails answer.</summary>
    public string Culture { get; private set; } = "en";
    public RequestStatus Status { get; private set; }

    /// <summary>Since when it stands there: for how long somebody waits.</summary>
    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>When somebody at the agency first opened it; null shows as unread.</summary>
    public DateTimeOffset? SeenAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The row's version, to notice that somebody else changed it meanwhile.</summary>
    public uint Version { get; private set; }

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<RequestEvent> Events => events;

    public int? Nights => ReturnDate is { } back ? back.DayNumber - TravelDate.DayNumber : null;

    /// <summary>Takes a request in.</summary>
    /// <exception cref="ArgumentException">The details break a rule; check them first to tell the traveler which.</exception>
    public static TravelRequest Receive(TripDetails details, Guid submissionKey, string culture, DateTimeOffset now)
    {
        if (details.Check(now) is [var problem, ..])
        {
            throw new ArgumentException($"{problem.Field}: {problem.Rule}", nameof(details));
        }
        var request = new TravelRequest
        {
            Reference = RequestReference.Create(),
            AccessToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            SubmissionKey = submissionKey,
            Destination = details.Destination,
            TravelDate = details.TravelDate,
            UserEmail = details.UserEmail,
            NumPersons = details.NumPersons,
            ReturnDate = details.ReturnDate,
            TravelerName = details.TravelerName,
            Phone = details.Phone,
            Budget = details.Budget,
            BudgetCurrency = details.BudgetCurrency,
            Notes = details.Notes,
            Culture = culture,
            Status = RequestStatus.New,
            StatusChangedAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        request.events.Add(RequestEvent.Received(now));
        return request;
    }

    /// <summary>Moves the request on, with a word to the traveler if there is one.</summary>
    /// <exception cref="StatusChangeRefusedException">The flow does not allow it.</exception>
    public void ChangeStatus(RequestStatus to, Actor actor, string? messageToTraveler, DateTimeOffset now)
    {
        var today = TripDetails.TodayAnywhere(now);
        if (!StatusFlow.After(Status, TravelDate, today).Contains(to))
        {
            throw new StatusChangeRefusedException(Status, to, TravelDate < today);
        }
        events.Add(RequestEvent.StatusChanged(actor, Status, to, messageToTraveler, now));
        Status = to;
        StatusChangedAt = now;
        UpdatedAt = now;
    }

    /// <summary>
    /// Takes the latest status change back as if it had not been made; for the seconds in which nobody outside has been told
    /// of it. Needs <see cref="Events"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The status has not changed yet.</exception>
    public void TakeBackStatusChange(DateTimeOffset now)
    {
        var change =
            events.FindLast(e => e.Kind == RequestEventKind.StatusChanged)
            ?? throw new InvalidOperationException("The status has not changed yet.");
        events.Remove(change);
        Status = change.FromStatus ?? Status;
        StatusChangedAt = events.FindLast(e => e.ToStatus is not null)?.At ?? CreatedAt;
        UpdatedAt = now;
    }

    /// <summary>Adds a note that only the agency sees.</summary>
    /// <exception cref="ArgumentException">The note is empty or too long.</exception>
    public void AddNote(Actor actor, string text, DateTimeOffset now)
    {
        events.Add(RequestEvent.Note(actor, text, now));
        UpdatedAt = now;
    }

    public void MarkSeen(DateTimeOffset now) => SeenAt ??= now;
}

/// <summary>Who did something: an admin's id and name, or the traveler.</summary>
public readonly record struct Actor(int? AdminId, string Name);

/// <summary>A status change that the flow does not allow; the message tells an agent why.</summary>
public sealed class StatusChangeRefusedException(RequestStatus from, RequestStatus to, bool departed)
    : InvalidOperationException(
        departed
            ? $"The travel date has passed, so this request cannot become “{to}” any more."
            : $"A request that is “{from}” cannot become “{to}”."
    )
{
    public RequestStatus From { get; } = from;
    public RequestStatus To { get; } = to;
}
