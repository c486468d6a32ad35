using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>
/// Which entries of a log are asked for, and where in them: all of it lives in the page's address. What an address says
/// wrongly counts as not said.
/// </summary>
public sealed record AuditFilter
{
    public const string AgencyPath = "/admin/audit";
    public const string PlatformPath = "/superadmin/audit";
    public const string ExportName = "export.csv";
    public const int TextMaxLength = 100;

    /// <summary>In <see cref="Person"/>: whoever of the platform's people acted on the agency.</summary>
    public const string PlatformPeople = "platform";

    public static readonly AuditFilter Everything = new();

    /// <summary>An account's id in digits, <see cref="PlatformPeople"/>, or the name of somebody without an account.</summary>
    public string? Person { get; init; }

    /// <summary>What stands before an action's dot.</summary>
    public string? Area { get; init; }

    /// <summary>A part of what it was done to.</summary>
    public string? Text { get; init; }

    /// <summary>First day in <see cref="Zone"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day in <see cref="Zone"/>.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The reader's time zone, in which days begin and end; null for UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>In the platform's log: an agency's subdomain or id.</summary>
    public string? Agency { get; init; }

    /// <summary>Only entries older than this one.</summary>
    public Guid? Before { get; init; }

    /// <summary>Whether anything but the place is asked for.</summary>
    public bool IsNarrowed => FirstPage with { Zone = null } != Everything;

    /// <summary>The same from the newest entry on.</summary>
    public AuditFilter FirstPage => this with { Before = null };

    public int? PersonId =>
        int.TryParse(Person, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The smallest id that an entry of the first day can have.</summary>
    public Guid? FirstId => From is { } day ? EntryTime.FirstId(StartOf(day)) : null;

    /// <summary>The smallest id that an entry after the last day can have.</summary>
    public Guid? EndId => To is { } day ? EntryTime.FirstId(StartOf(day.AddDays(1))) : null;

    /// <summary>Reads an address's query.</summary>
    public static AuditFilter Parse(string uri)
    {
        var withoutFragment = uri.Split('#')[0];
        var at = withoutFragment.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(at < 0 ? "" : withoutFragment[at..]);
        var (from, to) = (ReadDate(Get(query, "from")), ReadDate(Get(query, "to")));
        return new AuditFilter
        {
            Person = Get(query, "person"),
            Area = Get(query, "area"),
            Text = Get(query, "q"),
            From = from,
            To = to,
            Zone =
                (from ?? to) is not null
                && Get(query, "zone") is { } zone
                && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
                    ? zone
                    : null,
            Agency = Get(query, "agency"),
            Before = Guid.TryParse(Get(query, "before"), out var id) ? id : null,
        };
    }

    /// <summary>The address of a log with this filter.</summary>
    public string Url(string path) => QueryHelpers.AddQueryString(path, Pairs());

    /// <summary>The address of the file with all entries of this filter.</summary>
    public string ExportUrl(string path) => FirstPage.Url($"{path}/{ExportName}");

    private DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var zone = Zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(Zone);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    private IEnumerable<KeyValuePair<string, string?>> Pairs()
    {
        (string Key, string? Value)[] pairs =
        [
            ("agency", Agency),
            ("person", Person),
            ("area", Area),
            ("q", Text),
            ("from", From?.ToString("O", CultureInfo.InvariantCulture)),
            ("to", To?.ToString("O", CultureInfo.InvariantCulture)),
            ("zone", (From ?? To) is null ? null : Zone),
            ("before", Before?.ToString()),
        ];
        return pairs
            .Where(pair => pair.Value is not null)
            .Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value));
    }

    private static string? Get(Dictionary<string, StringValues> query, string key) =>
        query.TryGetValue(key, out var values)
        && values[0]?.Trim() is { Length: > 0 and <= TextMaxLength } text
        && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : null;

    // The years that an entry can be of; beyond them a day's end would have no id.
    private static DateOnly? ReadDate(string? text) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= 2000 and < 3000
            ? date
            : null;
}

/// <summary>The time in an entry's id, a version 7 UUID.</summary>
public static class EntryTime
{
    /// <summary>The smallest id that an entry of this time can have.</summary>
    public static Guid FirstId(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return new Guid((uint)(milliseconds >> 16), (ushort)milliseconds, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
