using System.Text.Json.Nodes;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Api.Description;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Features.Desk.Queue;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Features.Desk.Api;

/// <summary>What the description says of the agency's endpoints.</summary>
public static class RequestsApiNotes
{
    private const string Item = """
        "id":4711,"reference":"K7M-4Q2D","destination":"Lisbon","travel_date":"2027-03-01","user_email":"ada@example.com",
        "num_persons":2,"return_date":"2027-03-08","nights":7,"traveler_name":"Ada Lovelace","phone":null,"budget":1800,
        "budget_currency":"EUR","notes":"A window seat, please.","culture":"en","status":"new",
        "status_changed_at":"2026-11-23T09:30:00Z","seen_at":null,"created_at":"2026-11-23T09:30:00Z",
        "updated_at":"2026-11-23T09:30:00Z"
        """;

    private const string NoteEvent = """
        {"id":9,"kind":"note","at":"2026-11-23T10:00:00Z","actor":"Ben","from_status":null,"to_status":null,
        "text":"Called back; wants an aisle seat after all.","is_internal":true}
        """;

    public static readonly ApiNotes List = new("listTravelRequests", "List the agency's travel requests")
    {
        Text = """
            Newest first, unless `sort` says otherwise. By `page`, `Link` leads to the first, previous, next and last page; this
            reaches the first 10,000. To read all of them, or while new ones keep coming, give each answer's `next_cursor` as
            `cursor`: nothing is skipped or read twice, and the last page costs no more than the first. Parameters that the API
            does not know are ignored.
            """,
        IsForAgency = true,
        IsPaged = true,
        Query =
        [
            .. PagingParameters.All,
            new()
            {
                Name = "status",
                In = ParameterLocation.Query,
                Description = "Only requests that stand there. Several are joined by commas.",
                Explode = false,
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Enum = [.. Enum.GetValues<RequestStatus>().Select(s => (JsonNode)EnumColumns.Write(s))],
                    },
                },
            },
            new()
            {
                Name = "q",
                In = ParameterLocation.Query,
                Description =
                    "Words that must all occur in destination, email, name or reference; or one reference, however it is typed.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = QueueFilter.SearchMaxLength },
            },
            new()
            {
                Name = "sort",
                In = ParameterLocation.Query,
                Description = "The order; a hyphen turns it round.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. PageRequests.Orders.Select(order => (JsonNode)order.Word)],
                    Default = PageRequests.Orders[0].Word,
                },
            },
            new()
            {
                Name = "cursor",
                In = ParameterLocation.Query,
                Description =
                    "The `next_cursor` of an answer with the same filters and order; not together with `page`.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        ],
        ResponseExample =
            $$"""{"items":[{ {{Item}} }],"total":1,"total_is_exact":true,"page":1,"page_size":20,"next_cursor":null}""",
    };

    public static readonly ApiNotes Get = new("getTravelRequest", "Read one travel request")
    {
        Text = "With If-None-Match it is answered 304 while nothing has changed.",
        IsForAgency = true,
        HasTag = true,
        ResponseExample = $$"""{ {{Item}},"allowed_statuses":["in_progress","offered","declined","cancelled"] }""",
    };

    public static readonly ApiNotes Change = new("changeTravelRequest", "Move a travel request on")
    {
        Text = """
            A JSON merge patch (RFC 7396). The traveler gets a mail about the new status with the message in it, and every
            open desk shows it at once. What the traveler asked for cannot be changed; a field that cannot is refused by name.
            """,
        IsForAgency = true,
        HasTag = true,
        Match = MatchRule.Required,
        Conflict = "The request cannot take this step; `allowed_statuses` says which it can.",
        RequestExample = """{"status":"offered","message":"Have a look at our offer in your mail."}""",
        ResponseExample = $$"""
            { {{Item.Replace("\"status\":\"new\"", "\"status\":\"offered\"", StringComparison.Ordinal)}},
            "allowed_statuses":["booked","in_progress","declined","cancelled"] }
            """,
    };

    public static readonly ApiNotes History = new("listTravelRequestEvents", "Read a travel request's history")
    {
        Text = "All of it, oldest first, with the notes that only the agency sees.",
        IsForAgency = true,
        ResponseExample = $$"""
            {"items":[{"id":8,"kind":"received","at":"2026-11-23T09:30:00Z","actor":null,"from_status":null,"to_status":"new",
            "text":null,"is_internal":false},{{NoteEvent}}],"total":2}
            """,
    };

    public static readonly ApiNotes Event = new("getTravelRequestEvent", "Read one entry of the history")
    {
        IsForAgency = true,
        ResponseExample = NoteEvent,
    };

    public static readonly ApiNotes AddNote = new("addTravelRequestNote", "Add a note for colleagues")
    {
        Text = "Travelers never see it.",
        IsForAgency = true,
        IsCreation = true,
        RequestExample = """{"text":"Called back; wants an aisle seat after all."}""",
        ResponseExample = NoteEvent,
    };
}
