using System.Linq.Expressions;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>The queue's filters, orders and places as queries, each of which an index answers.</summary>
public static class QueueQuery
{
    public static readonly Expression<Func<TravelRequest, QueueRow>> ToRow = request => new QueueRow(
        request.Id,
        request.Reference,
        request.TravelerName,
        request.UserEmail,
        request.Destination,
        request.TravelDate,
        request.ReturnDate,
        request.NumPersons,
        request.Status,
        request.StatusChangedAt,
        request.CreatedAt,
        request.SeenAt == null
    );

    /// <summary>
    /// The requests that the filter asks for. A search that is some request's reference, as somebody typed it, finds that one
    /// alone; every other one finds where all its words occur.
    /// </summary>
    public static async Task<IQueryable<TravelRequest>> MatchingAsync(
        this TenantDbContext db,
        QueueFilter filter,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var requests = db.TravelRequests.Narrowed(filter, today);
        if (filter.Search is not { } search)
        {
            return requests;
        }
        if (
            RequestReference.TryParse(search, out var reference)
            && await db.TravelRequests.AnyAsync(request => request.Reference == reference, cancellationToken)
        )
        {
            return requests.Where(request => request.Reference == reference);
        }
        return search
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(requests, (found, word) => found.Containing(word));
    }

    /// <summary>In order; requests that are equal in it stand by age.</summary>
    public static IOrderedQueryable<TravelRequest> Sorted(this IQueryable<TravelRequest> requests, QueueSort sort) =>
        sort.Column switch
        {
            QueueColumn.Destination => requests.By(request => request.Destination, sort),
            QueueColumn.Departure => requests.By(request => request.TravelDate, sort),
            QueueColumn.Persons => requests.By(request => request.NumPersons, sort),
            QueueColumn.Waiting => requests.By(request => request.StatusChangedAt, sort),
            _ => requests.By(request => request.CreatedAt, sort),
        };

    /// <summary>Those that come after the given one in the order. Row values, because an index cannot follow an OR.</summary>
    public static IQueryable<TravelRequest> Beyond(
        this IQueryable<TravelRequest> requests,
        QueueSort sort,
        QueueRow last
    ) =>
        sort switch
        {
            (QueueColumn.Destination, false) => requests.Where(request =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(request.Destination, request.Id),
                    ValueTuple.Create(last.Destination, last.Id)
                )
            ),
            (QueueColumn.Destination, true) => requests.Where(request =>
                EF.Functions.LessThan(
                    ValueTuple.Create(request.Destination, request.Id),
                    ValueTuple.Create(last.Destination, last.Id)
                )
            ),
            (QueueColumn.Departure, false) => requests.Where(request =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(request.TravelDate, request.Id),
                    ValueTuple.Create(last.TravelDate, last.Id)
                )
            ),
            (QueueColumn.Departure, true) => requests.Where(request =>
                EF.Functions.LessThan(
                    ValueTuple.Create(request.TravelDate, request.Id),
                    ValueTuple.Create(last.TravelDate, last.Id)
                )
            ),
            (QueueColumn.Persons, false) => requests.Where(request =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(request.NumPersons, request.Id),
                    ValueTuple.Create(last.NumPersons, last.Id)
                )
            ),
            (QueueColumn.Persons, true) => requests.Where(request =>
                EF.Functions.LessThan(
                    ValueTuple.Create(request.NumPersons, request.Id),
                    ValueTuple.Create(last.NumPersons, last.Id)
                )
            ),
            (QueueColumn.Waiting, false) => requests.Where(request =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(request.StatusChangedAt, request.Id),
                    ValueTuple.Create(last.StatusChangedAt, last.Id)
                )
            ),
            (QueueColumn.Waiting, true) => requests.Where(request =>
                EF.Functions.LessThan(
                    ValueTuple.Create(request.StatusChangedAt, request.Id),
                    ValueTuple.Create(last.StatusChangedAt, last.Id)
                )
            ),
            (_, false) => requests.Where(request =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(request.CreatedAt, request.Id),
                    ValueTuple.Create(last.CreatedAt, last.Id)
                )
            ),
            _ => requests.Where(request =>
                EF.Functions.LessThan(
                    ValueTuple.Create(request.CreatedAt, request.Id),
                    ValueTuple.Create(last.CreatedAt, last.Id)
                )
            ),
        };

    private static IQueryable<TravelRequest> Narrowed(
        this IQueryable<TravelRequest> requests,
        QueueFilter filter,
        DateOnly today
    )
    {
        if (filter.Statuses is [var only])
        {
            // An equality, unlike a list of one, lets the index give the order, too.
            requests = requests.Where(request => request.Status == only);
        }
        else if (filter.Statuses is { Count: > 0 } statuses)
        {
            requests = requests.Where(request => statuses.Contains(request.Status));
        }
        if (filter.Waiting)
        {
            requests = requests.Where(request =>
                request.Status == RequestStatus.New || request.Status == RequestStatus.InProgress
            );
        }
        if (filter.Unread)
        {
            requests = requests.Where(request => request.SeenAt == null);
        }
        var (from, to) = filter.LeavingWithin is { } days ? (today, today.AddDays(days)) : (filter.From, filter.To);
        if (from is not null)
        {
            requests = requests.Where(request => request.TravelDate >= from);
        }
        return to is null ? requests : requests.Where(request => request.TravelDate <= to);
    }

    private static IQueryable<TravelRequest> Containing(this IQueryable<TravelRequest> requests, string word)
    {
        if (word.Length > 2)
        {
            var pattern = Pattern(word);
            return requests.Where(request =>
                EF.Functions.ILike(EF.Property<string>(request, TravelRequestConfiguration.SearchText), pattern, Escape)
            );
        }
        // One or two letters hold no trigram, unless they begin a word.
        var first = Escaped(word) + "%";
        var later = "% " + first;
        return requests.Where(request =>
            EF.Functions.ILike(EF.Property<string>(request, TravelRequestConfiguration.SearchText), first, Escape)
            || EF.Functions.ILike(EF.Property<string>(request, TravelRequestConfiguration.SearchText), later, Escape)
        );
    }

    private const string Escape = "\\";

    private static string Pattern(string word) => $"%{Escaped(word)}%";

    private static string Escaped(string word) =>
        word.ToLowerInvariant()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);

    private static IOrderedQueryable<TravelRequest> By<T>(
        this IQueryable<TravelRequest> requests,
        Expression<Func<TravelRequest, T>> key,
        QueueSort sort
    ) =>
        sort.Descending
            ? requests.OrderByDescending(key).ThenByDescending(request => request.Id)
            : requests.OrderBy(key).ThenBy(request => request.Id);
}
