using System.Globalization;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Desk.Api;

/// <summary>The agency's requests for its own programs: what the desk shows and does, by the same operations.</summary>
public static class RequestsApi
{
    private const string Resource = "travel-requests";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapApi(
            Resource,
            "Travel requests",
            group =>
            {
                var reading = group.MapGroup("").RequireAuthorization(Policies.RequestsRead);
                reading.MapRead("", ListAsync).Note(RequestsApiNotes.List);
                reading.MapRead("/{id:long}", GetAsync).Note(RequestsApiNotes.Get);
                reading.MapRead("/{id:long}/events", HistoryAsync).Note(RequestsApiNotes.History);
                reading.MapRead("/{id:long}/events/{event_id:long}", EventAsync).Note(RequestsApiNotes.Event);

                var writing = group.MapGroup("").RequireAuthorization(Policies.RequestsWrite);
                writing
                    .MapPatch("/{id:long}", ChangeAsync)
                    .Accepts<TravelRequestChange>(JsonBody.MergePatch, JsonBody.Json)
                    .Produces<TravelRequestDetail>()
                    .Note(RequestsApiNotes.Change);
                writing
                    .MapPost("/{id:long}/notes", AddNoteAsync)
                    .Accepts<NewNote>(JsonBody.Json)
                    .Produces<TravelRequestEvent>(StatusCodes.Status201Created)
                    .Note(RequestsApiNotes.AddNote);
            }
        );

    private static async Task<Ok<TravelRequestPage>> ListAsync(
        HttpContext http,
        PageRequests requests,
        IOptions<PlatformOptions> platform
    )
    {
        var listed = await requests.RunAsync(new QueryFields(http.Request), http.RequestAborted);
        var page = listed.Page;
        var links = new PageLinks(http, platform.Value);
        if (listed.IsByCursor)
        {
            links.ByCursor(page.NextCursor);
        }
        else
        {
            var isReachable = page.Page < PageRequests.ReachedByNumber / page.PageSize;
            links.ByNumber(page.Page, page.NextCursor is not null && isReachable, listed.LastPage);
        }
        links.Write();
        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<TravelRequestDetail>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        long id,
        HttpContext http,
        ReadRequest read
    )
    {
        if (await read.RunAsync(id, markSeen: false, http.RequestAborted) is not { } view)
        {
            return Problems.Of(ProblemKind.NotFound);
        }
        var tag = Tag(http, view);
        return EntityTags.IsKnown(http.Request, tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(TravelRequestDetail.Of(view));
    }

    private static async Task<Results<Ok<TravelRequestHistory>, ProblemHttpResult>> HistoryAsync(
        long id,
        HttpContext http,
        ReadRequest read
    ) =>
        await read.RunAsync(id, markSeen: false, http.RequestAborted) is { } view
            ? TypedResults.Ok(
                new TravelRequestHistory([.. view.History.Select(TravelRequestEvent.Of)], view.History.Count)
            )
            : Problems.Of(ProblemKind.NotFound);

    private static async Task<Results<Ok<TravelRequestEvent>, ProblemHttpResult>> EventAsync(
        long id,
        [FromRoute(Name = "event_id")] long eventId,
        HttpContext http,
        ReadRequest read
    ) =>
        (await read.RunAsync(id, markSeen: false, http.RequestAborted))?.History.FirstOrDefault(line =>
            line.Id == eventId
        )
            is { } line
            ? TypedResults.Ok(TravelRequestEvent.Of(line))
            : Problems.Of(ProblemKind.NotFound);

    private static async Task<Results<Ok<TravelRequestDetail>, ProblemHttpResult>> ChangeAsync(
        long id,
        HttpContext http,
        ReadRequest read,
        ChangeStatus change,
        CurrentActor actor
    )
    {
        var wish = RequestChange.Read(await JsonBody.ReadAsync(http, isPatch: true));
        var basedOn = EntityTags.Read(http.Request);
        if (await read.RunAsync(id, markSeen: false, http.RequestAborted) is not { } view)
        {
            return Problems.Of(ProblemKind.NotFound);
        }
        if (basedOn is null)
        {
            return Problems.Of(ProblemKind.PreconditionRequired);
        }
        if (!basedOn.Allows(Tag(http, view)))
        {
            return Problems.Of(ProblemKind.ChangedMeanwhile);
        }
        if (wish.ChangesNothing(view))
        {
            return TypedResults.Ok(TravelRequestDetail.Of(view));
        }
        var result = await change.RunAsync(
            id,
            view.Version,
            wish.Status!.Value,
            wish.Message,
            actor.Who!.Value,
            http.RequestAborted
        );
        if (result.Current is not { } current)
        {
            return Problems.Of(ProblemKind.NotFound);
        }
        Tag(http, current);
        return result.Outcome switch
        {
            ChangeOutcome.Done => TypedResults.Ok(TravelRequestDetail.Of(current)),
            ChangeOutcome.Overtaken => Problems.Of(ProblemKind.ChangedMeanwhile),
            _ => Refusal(current, wish.Status.Value),
        };
    }

    private static async Task<IResult> AddNoteAsync(
        long id,
        HttpContext http,
        AddNote add,
        OnceOnly once,
        CurrentActor actor
    )
    {
        var body = await JsonBody.ReadAsync(http);
        var key = CallKey.Read(http, string.Create(CultureInfo.InvariantCulture, $"{Resource}/{id}/notes"), body);
        var text = body.Text("text", RequestEvent.TextMaxLength);
        if (text is null)
        {
            body.Errors.Add("text", "Write something.");
        }
        body.Errors.ThrowIfAny();
        var created = await once.CreateAsync<RequestEvent, TravelRequestEvent>(
            key,
            async keep => await add.RunAsync(id, text!, actor.Who!.Value, keep, http.RequestAborted),
            note =>
                (
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{ApiRoutes.Version}/{Resource}/{id}/events/{note.Id}"
                    ),
                    TravelRequestEvent.Of(note)
                ),
            http.RequestAborted
        );
        return created ?? (IResult)Problems.Of(ProblemKind.NotFound);
    }

    /// <summary>Sends the version's tag, whatever the answer; the allowed statuses change with the day of departure, too.</summary>
    private static string Tag(HttpContext http, RequestView view)
    {
        var tag = EntityTags.Write(view.Version, view.HasDeparted ? "-departed" : "");
        http.Response.Headers.ETag = tag;
        return tag;
    }

    private static ProblemHttpResult Refusal(RequestView current, RequestStatus to)
    {
        var allowed = current.Next.Select(EnumColumns.Write).ToList();
        var reason = current.HasDeparted
            ? "The travel date has passed."
            : $"It is {EnumColumns.Write(current.Status)} and cannot become {EnumColumns.Write(to)}.";
        var next = allowed is [] ? "Nothing may follow." : $"It may become {string.Join(", ", allowed)}.";
        return Problems.Of(
            ProblemKind.StepNotAllowed,
            $"{reason} {next}",
            null,
            new KeyValuePair<string, object?>("allowed_statuses", allowed)
        );
    }
}
