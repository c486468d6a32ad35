using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Api.Description;

/// <summary>What the API's description says once for all calls: what it is, how to sign in, and the parts that calls share.</summary>
public sealed class DocumentFrame : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";
    public const string ApiKey = "api_key";
    public const string ApiKeyHeader = "X-Api-Key";
    public const string ProblemSchema = "Problem";
    public const string TenantParameter = "TenantId";
    public const string KeyParameter = "IdempotencyKey";

    private const string Introduction = """
        The travel desk's API. JSON in UTF-8, names in snake_case, dates as `2027-03-01`, times in UTC as
        `2026-11-23T09:30:00Z`. The paths without `/v1` answer the same.

        **Which agency.** Call the agency's own host, or the platform's host with `X-Tenant-ID`. A token or key is good at its
        own agency only.

        **Signing in.** `POST /api/v1/auth/login` gives a token to send as `Authorization: Bearer …`; agencies make lasting keys
        for their programs, to send as `X-Api-Key`.

        **Errors** are problem details (RFC 9457): a stable `type`, words in `title` and `detail`, each wrong field in
        `errors`, and a `trace_id` to ask us with.

        **Repeating safely.** A call that creates something takes an `Idempotency-Key`, such as a new UUID. Sent again with the
        same key and body within 7 days it creates nothing and gets the first answer, with `Idempotent-Replayed: true`; with
        another body it is refused.

        **Changing safely.** Read, and send the answer's `ETag` in `If-Match`: if somebody was faster, nothing is changed.

        **Unknown fields** are ignored where something is created and refused where something is changed. Bodies have at most
        64 KB.
        """;

    public Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "BlazorTravel API",
            Version = "v1",
            Description = Introduction,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // Relative, so that a try-out talks to the host whose page is open.
        document.Servers = [new OpenApiServer { Url = "/", Description = "This host" }];
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Travel requests", Description = "What travelers ask for and agencies work on." },
            new() { Name = "Sign-in", Description = "Tokens for people and their programs." },
            new() { Name = "Agencies", Description = "For the superadmin, on the platform's host." },
        };
        foreach (var path in document.Paths.Values)
        {
            // HEAD is a GET without the body, everywhere; telling so each time would only double the list.
            path.Operations?.Remove(HttpMethod.Head);
        }
        AddSecurity(document);
        document.AddComponent<IOpenApiParameter>(TenantParameter, SharedParts.Tenant());
        document.AddComponent<IOpenApiParameter>(KeyParameter, SharedParts.Key());
        document.AddComponent<IOpenApiSchema>(ProblemSchema, SharedParts.Problem());
        foreach (var (name, header) in SharedParts.Headers())
        {
            document.AddComponent<IOpenApiHeader>(name, header);
        }
        foreach (var (name, response) in SharedParts.Refusals(document))
        {
            document.AddComponent<IOpenApiResponse>(name, response);
        }
        // The framework's own, which problems of ours are not.
        document.Components?.Schemas?.Remove("ProblemDetails");
        document.Components?.Schemas?.Remove("HttpValidationProblemDetails");
        return Task.CompletedTask;
    }

    private static void AddSecurity(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(
            Bearer,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The access_token of POST /api/v1/auth/login.",
            }
        );
        document.AddComponent<IOpenApiSecurityScheme>(
            ApiKey,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHeader,
                Description =
                    "A key that an agency's administrator made, with the scope requests:read or requests:write.",
            }
        );
    }
}
