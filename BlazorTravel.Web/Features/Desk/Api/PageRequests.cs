using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Features.Desk.Queue;

namespace BlazorTravel.Web.Features.Desk.Api;

/// <summary>Reads one page of the queue for a program, by number or behind a cursor; see <see cref="ListRequests"/>.</summary>
public sealed class PageRequests(ListRequests list, RequestCursors cursors)
{
    /// <summary>Pages further on are reached by cursors, which cost the same everywhere.</summary>
    public const int ReachedByNumber = QueuePage.CountedUpTo;

    /// <summary>The orders, as a call names them; the first where it names none.</summary>
    public static readonly IReadOnlyList<(string Word, QueueSort Value)> Orders =
    [
        ("-created_at", QueueSort.Newest),
        ("created_at", QueueSort.Newest.Reversed),
        ("travel_date", new QueueSort(QueueColumn.Departure, false)),
        ("-travel_date", new QueueSort(QueueColumn.Departure, true)),
        ("destination", new QueueSort(QueueColumn.Destination, false)),
        ("-destination", new QueueSort(QueueColumn.Destination, true)),
        ("num_persons", new QueueSort(QueueColumn.Persons, false)),
        ("-num_persons", new QueueSort(QueueColumn.Persons, true)),
    ];

    /// <exception cref="RefusedException">A parameter is wrong.</exception>
    public async Task<ListedPage> RunAsync(QueryFields query, CancellationToken cancellationToken = default)
    {
        var size = query.PageSize();
        var filter = new QueueFilter
        {
            Statuses = query.Words<RequestStatus>("status"),
            Search = query.Text("q", QueueFilter.SearchMaxLength),
            Sort = query.Choice("sort", Orders),
            Page = query.Page(),
        };
        if (filter.Page > ReachedByNumber / size)
        {
            query.Errors.Add("page", $"Only the first {ReachedByNumber} are paged by number. Go on with next_cursor.");
        }
        QueueRow? behind = null;
        if (query.Text("cursor", 2000) is { } cursor)
        {
            if (query.Has("page"))
            {
                query.Errors.Add("page", "Give page or cursor, not both.");
            }
            if (cursors.Read(cursor, filter) is { } place)
            {
                behind = place.Behind;
                filter = filter with { Page = place.Page };
            }
            else
            {
                query.Errors.Add("cursor", "This is no cursor of a list with these filters and this order.");
            }
        }
        query.Errors.ThrowIfAny();

        var found = await list.ReadAsync(filter, size, behind, request => request, cancellationToken);
        var isExact = found.Total <= QueuePage.CountedUpTo;
        return new ListedPage(
            new TravelRequestPage(
                found.Rows.ConvertAll(TravelRequestItem.Of),
                Math.Min(found.Total, QueuePage.CountedUpTo),
                isExact,
                filter.Page,
                size,
                found.HasNext ? cursors.Write(filter, found.Rows[^1], filter.Page + 1) : null
            ),
            behind is not null,
            isExact ? Math.Max(1, (found.Total + size - 1) / size) : null
        );
    }
}

/// <param name="IsByCursor">Whether the caller goes on by cursors.</param>
/// <param name="LastPage">Null where nobody counted so far.</param>
public sealed record ListedPage(TravelRequestPage Page, bool IsByCursor, int? LastPage);
