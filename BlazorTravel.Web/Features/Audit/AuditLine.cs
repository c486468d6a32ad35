using BlazorTravel.Domain.Audit;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>An entry as the logs show it.</summary>
/// <param name="Agency">In the platform's log, the agency concerned.</param>
/// <param name="IsPlatform">In an agency's log: one of the platform's people did it, who is not named there.</param>
public sealed record AuditLine(
    Guid Id,
    DateTimeOffset At,
    int? ActorId,
    string ActorName,
    string? Address,
    string Origin,
    string Action,
    AuditSubject Subject,
    string? Before,
    string? After,
    AuditAgency? Agency = null,
    bool IsPlatform = false
)
{
    public static AuditLine Of(AuditEntry entry) =>
        new(
            entry.Id,
            entry.At,
            entry.ActorId,
            entry.ActorName,
            entry.Address,
            entry.Origin,
            entry.Action,
            AuditSubject.Parse(entry.Subject),
            entry.Before,
            entry.After
        );
}

/// <summary>The agency that an entry in the platform's log is about.</summary>
/// <param name="Name">Null when the agency is gone.</param>
public sealed record AuditAgency(int Id, string? Name);

/// <summary>One page of a log, newest first.</summary>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, bool HasOlder)
{
    public static readonly AuditPage Empty = new([], false);
}

/// <summary>Somebody to filter a log by.</summary>
/// <param name="Value">As in <see cref="AuditFilter.Person"/>.</param>
/// <param name="Email">Null for somebody without an account.</param>
public sealed record AuditPerson(string Value, string Name, string? Email);
