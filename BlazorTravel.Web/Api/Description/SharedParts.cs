using System.Text.Json.Nodes;
using BlazorTravel.Web.Tenancy;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Api.Description;

/// <summary>
/// Parameters, headers and refusals that many calls share. Parameters have no examples, because the page to try calls on
/// sends those: another agency's name, or a key that somebody else has used.
/// </summary>
internal static class SharedParts
{
    /// <summary>A refusal's status and its name among the components.</summary>
    public static string NameOf(int status) => $"Problem{status}";

    public static OpenApiParameter Tenant() =>
        new()
        {
            Name = TenantGate.Header,
            In = ParameterLocation.Header,
            Description =
                "The agency's subdomain or id, on the platform's host. On an agency's own host it is not needed, and refused where it names another.",
            Schema = Text(),
        };

    public static OpenApiParameter Key() =>
        new()
        {
            Name = CallKey.Header,
            In = ParameterLocation.Header,
            Description =
                "Makes it safe to send the call again: 1 to 255 printable ASCII characters, such as a new UUID.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = CallKey.MaxLength,
                Pattern = "^[ -~]+$",
            },
        };

    public static OpenApiParameter Match(bool isRequired) =>
        new()
        {
            Name = "If-Match",
            In = ParameterLocation.Header,
            Required = isRequired,
            Description = "The ETag that the change is based on, in its double quotes; * for any.",
            Schema = Text(),
        };

    public static OpenApiParameter NoneMatch() =>
        new()
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The ETag of what the caller has already, in its double quotes.",
            Schema = Text(),
        };

    public static IEnumerable<(string Name, OpenApiHeader Header)> Headers() =>
        [
            ("ETag", Header("The version, to send in If-Match and If-None-Match.", Text("\"0000a1b2\""))),
            ("Location", Header("Where the created thing is found.", Text("/api/v1/travel-requests/4711"))),
            (
                "Link",
                Header(
                    "The other pages (RFC 8288): first, prev, next, last.",
                    Text("<https://acme.example.com/api/v1/travel-requests?page=2>; rel=\"next\"")
                )
            ),
            ("Replayed", Header("`true` where the key was seen before.", Text("true"))),
            ("RetryAfter", Header("Seconds to wait before trying again.", Number())),
            (
                "RateLimit",
                Header("What is left of each limit, and for how many seconds.", Text("\"token\";r=117;t=42"))
            ),
            ("RateLimitPolicy", Header("The limits, and their windows in seconds.", Text("\"token\";q=120;w=60"))),
            ("Allow", Header("The methods that the path takes.", Text("GET, HEAD, POST"))),
            ("WwwAuthenticate", Header("How to sign in.", Text("Bearer"))),
        ];

    public static OpenApiSchema Problem() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "Problem details (RFC 9457).",
            Required = new HashSet<string> { "type", "title", "status", "detail", "trace_id" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "uri",
                    Description = "The kind of problem, for programs.",
                    Enum = [.. ProblemKind.All.Select(kind => (JsonNode)kind.Type)],
                },
                ["title"] = Text(),
                ["status"] = Number(),
                ["detail"] = Text(),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "What is wrong with each field.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
                },
                ["trace_id"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "Under which the servers' logs have it.",
                },
                ["allowed_statuses"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = Text(),
                    Description = "The steps that a travel request can take.",
                },
            },
            AdditionalProperties = new OpenApiSchema(),
        };

    public static IEnumerable<(string Name, OpenApiResponse Response)> Refusals(OpenApiDocument document) =>
        ProblemKind
            .All.GroupBy(kind => kind.Status)
            .Select(kinds =>
                (
                    NameOf(kinds.Key),
                    new OpenApiResponse
                    {
                        Description = string.Join(", or: ", kinds.Select(kind => kind.Title)),
                        Headers = HeadersOf(kinds.Key)
                            .ToDictionary(
                                header => header.Name,
                                header => (IOpenApiHeader)new OpenApiHeaderReference(header.Component, document)
                            ),
                        Content = new Dictionary<string, OpenApiMediaType>
                        {
                            [Problems.ContentType] = new()
                            {
                                Schema = new OpenApiSchemaReference(DocumentFrame.ProblemSchema, document),
                                Examples = kinds.ToDictionary(kind => kind.Name, Example),
                            },
                        },
                    }
                )
            );

    private static IEnumerable<(string Name, string Component)> HeadersOf(int status) =>
        status switch
        {
            401 => [("WWW-Authenticate", "WwwAuthenticate")],
            405 => [("Allow", "Allow")],
            412 => [("ETag", "ETag")],
            429 => [("Retry-After", "RetryAfter"), ("RateLimit", "RateLimit"), ("RateLimit-Policy", "RateLimitPolicy")],
            503 => [("Retry-After", "RetryAfter")],
            _ => [],
        };

    private static IOpenApiExample Example(ProblemKind kind)
    {
        var problem = new JsonObject
        {
            ["type"] = kind.Type,
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["detail"] = kind.Detail,
        };
        if (kind == ProblemKind.Invalid)
        {
            problem["errors"] = new JsonObject { ["travel_date"] = new JsonArray("Give today's date or a later one.") };
        }
        if (kind == ProblemKind.StepNotAllowed)
        {
            problem["allowed_statuses"] = new JsonArray("in_progress", "offered", "declined", "cancelled");
        }
        problem["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736";
        return new OpenApiExample { Summary = kind.Title, Value = problem };
    }

    private static OpenApiHeader Header(string description, OpenApiSchema schema) =>
        new() { Description = description, Schema = schema };

    private static OpenApiSchema Text(string? example = null) =>
        new() { Type = JsonSchemaType.String, Examples = example is null ? null : [example] };

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer };
}
