using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>A filter as a query on either kind of log; an index answers each, in the order of ids.</summary>
public static class AuditQuery
{
    private const string Escape = "\\";

    /// <summary>The filter's entries, newest first. Persons and agencies, which not every log knows, are the caller's.</summary>
    public static IQueryable<AuditEntry> Matching(this IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.Area is { } area)
        {
            entries = entries.Where(entry => EF.Property<string>(entry, AuditEntryConfiguration.Area) == area);
        }
        if (filter.FirstId is { } first)
        {
            entries = entries.Where(entry => entry.Id >= first);
        }
        if (filter.EndId is { } end)
        {
            entries = entries.Where(entry => entry.Id < end);
        }
        if (filter.Before is { } before)
        {
            entries = entries.Where(entry => entry.Id < before);
        }
        if (filter.Text is { } text)
        {
            // One or two letters hold no trigram, unless they begin the name.
            var pattern = Pattern(text.Length < 3 ? $":{text}" : text);
            // A reference is found however somebody typed it.
            var reference = RequestReference.TryParse(text, out var parsed)
                ? Pattern(AuditSubject.Request(parsed))
                : pattern;
            entries = entries.Where(entry =>
                EF.Functions.ILike(entry.Subject, pattern, Escape)
                || EF.Functions.ILike(entry.Subject, reference, Escape)
            );
        }
        return entries.OrderByDescending(entry => entry.Id);
    }

    /// <summary>What one account did, or somebody of a name who has none.</summary>
    public static IQueryable<AuditEntry> By(this IQueryable<AuditEntry> entries, AuditFilter filter) =>
        filter switch
        {
            { PersonId: { } id } => entries.Where(entry => entry.ActorId == id),
            { Person: { } name } => entries.Where(entry => entry.ActorId == null && entry.ActorName == name),
            _ => entries,
        };

    private static string Pattern(string text) =>
        "%"
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
        + "%";
}
