using System.Globalization;
using BlazorTravel.Domain;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>
/// Which requests the queue shows, in what order, and where in them: all of it lives in the page's address, so that back,
/// forward, a bookmark and a colleague's link show the same. What an address says wrongly counts as not said.
/// </summary>
public sealed record QueueFilter
{
    public const string Path = "/admin/requests";
    public const int SearchMaxLength = 100;
    public const int MaxLeavingDays = 366;

    /// <summary>Everything, newest first.</summary>
    public static readonly QueueFilter Everything = new();

    /// <summary>In the flow's order, without repetition; empty for any.</summary>
    public IReadOnlyList<RequestStatus> Statuses { get; init; } = [];

    /// <summary>Travel date from today until so many days ahead; wins over <see cref="From"/> and <see cref="To"/>.</summary>
    public int? LeavingWithin { get; init; }

    /// <summary>First travel date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last travel date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only those where the next move is the agency's.</summary>
    public bool Waiting { get; init; }

    /// <summary>Only those nobody at the agency has opened.</summary>
    public bool Unread { get; init; }

    /// <summary>Words that must all occur in destination, email, name or reference; null for no search.</summary>
    public string? Search { get; init; }
    public QueueSort Sort { get; init; } = QueueSort.Newest;

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The id of the last request of the page before: a deep page then costs no more than the first.</summary>
    public long? After { get; init; }

    /// <summary>The id of the first request of the page after, going back.</summary>
    public long? Before { get; init; }

    /// <summary>Whether anything but order and place is asked for.</summary>
    public bool IsNarrowed => Statuses.Count > 0 || HasDeparture || Waiting || Unread || Search is not null;

    public bool HasDeparture => LeavingWithin is not null || From is not null || To is not null;

    /// <summary>The same on its first page; every change of what is shown starts there.</summary>
    public QueueFilter FirstPage => this with { Page = 1, After = null, Before = null };

    /// <summary>Reads an address's query.</summary>
    public static QueueFilter Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(QueryOf(uri));
        var sort = QueueSort.Parse(Get(query, "sort"));
        return new QueueFilter
        {
            Statuses = ReadStatuses(Get(query, "status")),
            LeavingWithin = ReadInt(Get(query, "leaving")) is { } days and >= 0 and <= MaxLeavingDays ? days : null,
            From = ReadDate(Get(query, "from")),
            To = ReadDate(Get(query, "to")),
            // Only what waits for the agency has a waiting time to be sorted by.
            Waiting = Get(query, "waiting") == "yes" || sort.Column == QueueColumn.Waiting,
            Unread = Get(query, "unread") == "yes",
            Search = ReadSearch(Get(query, "q")),
            Sort = sort,
            Page = Math.Clamp(ReadInt(Get(query, "page")) ?? 1, 1, 1_000_000),
            After = ReadInt(Get(query, "after")),
            Before = ReadInt(Get(query, "before")),
        };
    }

    /// <summary>The address of the queue with this filter, and with a request open when one is given.</summary>
    public string Url(long? open = null)
    {
        var path = open is { } id ? string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}") : Path;
        return QueryHelpers.AddQueryString(path, Pairs());
    }

    /// <summary>Not only those that wait any more, and so not in the order of their waiting either.</summary>
    public QueueFilter WithoutWaiting() =>
        FirstPage with
        {
            Waiting = false,
            Sort = Sort.Column == QueueColumn.Waiting ? QueueSort.Newest : Sort,
        };

    /// <summary>With this status asked for, or not any more.</summary>
    public QueueFilter Toggle(RequestStatus status) =>
        FirstPage with
        {
            Statuses = Statuses.Contains(status)
                ? [.. Statuses.Where(other => other != status)]
                : [.. Statuses.Append(status).Order()],
        };

    public bool Equals(QueueFilter? other) => other is not null && Url() == other.Url();

    public override int GetHashCode() => Url().GetHashCode(StringComparison.Ordinal);

    private IEnumerable<KeyValuePair<string, string?>> Pairs()
    {
        if (Statuses.Count > 0)
        {
            yield return new("status", string.Join('.', Statuses.Select(EnumColumns.Write)));
        }
        if (LeavingWithin is { } days)
        {
            yield return new("leaving", Write(days));
        }
        if (From is { } from)
        {
            yield return new("from", from.ToString("O", CultureInfo.InvariantCulture));
        }
        if (To is { } to)
        {
            yield return new("to", to.ToString("O", CultureInfo.InvariantCulture));
        }
        if (Waiting)
        {
            yield return new("waiting", "yes");
        }
        if (Unread)
        {
            yield return new("unread", "yes");
        }
        if (Search is not null)
        {
            yield return new("q", Search);
        }
        if (Sort != QueueSort.Newest)
        {
            yield return new("sort", Sort.Write());
        }
        if (Page > 1)
        {
            yield return new("page", Write(Page));
        }
        if (After is { } after)
        {
            yield return new("after", Write(after));
        }
        if (Before is { } before)
        {
            yield return new("before", Write(before));
        }
    }

    private static string QueryOf(string uri)
    {
        var withoutFragment = uri.Split('#')[0];
        var at = withoutFragment.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? "" : withoutFragment[at..];
    }

    private static string? Get(Dictionary<string, StringValues> query, string key) =>
        query.TryGetValue(key, out var values) ? values[0] : null;

    // A dot joins, because a comma would be written as %2C.
    private static List<RequestStatus> ReadStatuses(string? text) =>
        [
            .. (text ?? "")
                .Split(['.', ','])
                .Select(word =>
                    EnumColumns.TryRead<RequestStatus>(word, out var status) ? status : (RequestStatus?)null
                )
                .OfType<RequestStatus>()
                .Distinct()
                .Order(),
        ];

    // Cut first: that may leave half a pair at the end.
    private static string? ReadSearch(string? text) =>
        text?.Trim() is { Length: > 0 } trimmed
            ? StorableText.Of(trimmed[..Math.Min(trimmed.Length, SearchMaxLength)]).TrimEnd()
            : null;

    private static DateOnly? ReadDate(string? text) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private static int? ReadInt(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a queue is sorted by.</summary>
public enum QueueColumn
{
    Received,
    Destination,
    Departure,
    Persons,

    /// <summary>Since when it stands where it stands.</summary>
    Waiting,
}

/// <summary>An order; in addresses the column's word, with a hyphen before it for descending.</summary>
public readonly record struct QueueSort(QueueColumn Column, bool Descending)
{
    public static readonly QueueSort Newest = new(QueueColumn.Received, true);

    /// <summary>The order in which a column is most useful first: newest, soonest, longest waiting, largest group.</summary>
    public static QueueSort FirstChoice(QueueColumn column) =>
        new(column, column is QueueColumn.Received or QueueColumn.Persons);

    public QueueSort Reversed => this with { Descending = !Descending };

    public string Write() => (Descending ? "-" : "") + EnumColumns.Write(Column);

    public static QueueSort Parse(string? text) =>
        EnumColumns.TryRead<QueueColumn>(text?.TrimStart('-'), out var column)
            ? new QueueSort(column, text!.StartsWith('-'))
            : Newest;
}
