namespace BlazorTravel.Domain.TravelRequests;

/// <summary>One entry of a request's history. Notes are the agency's own; everything else the traveler sees, too.</summary>
public sealed class RequestEvent
{
    public const int TextMaxLength = 4000;
    public const int ActorNameMaxLength = 254;

    private RequestEvent() { }

    public long Id { get; private set; }
    public long RequestId { get; private set; }
    public RequestEventKind Kind { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>Null when the traveler did it.</summary>
    public int? ActorId { get; private set; }
    public string? ActorName { get; private set; }
    public RequestStatus? FromStatus { get; private set; }
    public RequestStatus? ToStatus { get; private set; }

    /// <summary>A note, or the word to the traveler that went with a change.</summary>
    public string? Text { get; private set; }
    public bool IsInternal => Kind == RequestEventKind.Note;

    internal static RequestEvent Received(DateTimeOffset now) =>
        new()
        {
            Kind = RequestEventKind.Received,
            At = now,
            ToStatus = RequestStatus.New,
        };

    internal static RequestEvent StatusChanged(
        Actor actor,
        RequestStatus from,
        RequestStatus to,
        string? text,
        DateTimeOffset now
    ) =>
        new()
        {
            Kind = RequestEventKind.StatusChanged,
            At = now,
            ActorId = actor.AdminId,
            ActorName = actor.Name,
            FromStatus = from,
            ToStatus = to,
            Text = string.IsNullOrWhiteSpace(text) ? null : CheckText(text),
        };

    internal static RequestEvent Note(Actor actor, string text, DateTimeOffset now) =>
        new()
        {
            Kind = RequestEventKind.Note,
            At = now,
            ActorId = actor.AdminId,
            ActorName = actor.Name,
            Text = CheckText(text),
        };

    private static string CheckText(string text) =>
        StorableText.Of(text).Trim() is { Length: > 0 and <= TextMaxLength } trimmed
            ? trimmed
            : throw new ArgumentException($"Write between 1 and {TextMaxLength} characters.", nameof(text));
}

public enum RequestEventKind
{
    Received,
    StatusChanged,
    Note,
}
