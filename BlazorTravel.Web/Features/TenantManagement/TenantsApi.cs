using System.Globalization;
using System.Text.Json.Serialization;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Agencies for the superadmin's programs.</summary>
public static class TenantsApi
{
    /// <summary>How long a creation is waited for before it is answered as still going on.</summary>
    private static readonly TimeSpan CreationPatience = TimeSpan.FromSeconds(60);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var prefix in (string[])["/api/v1/tenants", "/api/tenants"])
        {
            var group = app.MapGroup(prefix)
                .WithTags("Agencies")
                .RequireAuthorization(Policies.Superadmin)
                .DisableAntiforgery();
            group.MapGet("/", ListAsync);
            group.MapPost("/", CreateAsync);
            group.MapGet("/{id:int}", GetAsync);
            group.MapPatch("/{id:int}", ChangeAsync);
            group.MapDelete("/{id:int}", DeleteAsync);
            if (prefix == "/api/tenants")
            {
                group.ExcludeFromDescription();
            }
        }
    }

    private static async Task<Ok<TenantPageJson>> ListAsync(
        ListAgencies list,
        CancellationToken cancellationToken,
        string? q = null,
        int page = 1,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "page_size")] int pageSize = 20
    )
    {
        var found = await list.RunAsync(q, page, pageSize, cancellationToken);
        return TypedResults.Ok(
            new TenantPageJson(
                [.. found.Items.Select(row => TenantJson.Of(row.Agency, row.CreatedAt, row.UpdatedAt))],
                found.Total,
                found.Page,
                found.PageSize
            )
        );
    }

    private static async Task<Results<Created<TenantJson>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        NewTenantJson body,
        CreateAgency create,
        ProvisioningRuns runs,
        FindAgency find,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var form = new NewAgency
        {
            Name = body.Name ?? "",
            Subdomain = body.Subdomain ?? "",
            AdminEmail = body.AdminEmail ?? "",
        };
        var created = await create.RunAsync(form, cancellationToken);
        if (created.TenantId is not { } id)
        {
            return TypedResults.ValidationProblem(
                created.Errors.ToDictionary(error => FieldName(error.Key), error => (string[])[error.Value])
            );
        }
        await Task.WhenAny(runs.Running(id), Task.Delay(CreationPatience, time, cancellationToken));
        var agency = await find.RunAsync(id, cancellationToken);
        return agency is { State: AgencyState.Active }
            ? TypedResults.Created($"/api/v1/tenants/{id}", TenantJson.Of(agency))
            : TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "The agency could not be set up",
                detail: agency?.Error ?? "It is still being set up. Ask for it again in a moment.",
                instance: string.Create(CultureInfo.InvariantCulture, $"/api/v1/tenants/{id}")
            );
    }

    private static async Task<Results<Ok<TenantJson>, NotFound>> GetAsync(
        int id,
        FindAgency find,
        CancellationToken cancellationToken
    ) =>
        await find.RunAsync(id, cancellationToken) is { } agency
            ? TypedResults.Ok(TenantJson.Of(agency))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<TenantJson>, NotFound, ValidationProblem>> ChangeAsync(
        int id,
        TenantChangeJson body,
        ChangeAgency change,
        FindAgency find,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return
                await change.RunAsync(id, body.Name, body.IsActive, cancellationToken)
                && await find.RunAsync(id, cancellationToken) is { } agency
                ? TypedResults.Ok(TenantJson.Of(agency))
                : TypedResults.NotFound();
        }
        catch (ArgumentException exception)
        {
            return TypedResults.ValidationProblem([new("name", [exception.Message])]);
        }
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        int id,
        DeleteAgency delete,
        CancellationToken cancellationToken
    ) =>
        await delete.RunAsync(id, cancellationToken) switch
        {
            AgencyDeletion.Done => TypedResults.NoContent(),
            AgencyDeletion.Unknown => TypedResults.NotFound(),
            _ => TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "The agency is being set up",
                detail: "Try again when that has ended."
            ),
        };

    private static string FieldName(string property) =>
        property == nameof(NewAgency.AdminEmail) ? "admin_email" : property.ToLowerInvariant();
}

/// <summary>An agency as programs see it.</summary>
public sealed record TenantJson(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("subdomain")] string Subdomain,
    [property: JsonPropertyName("db_name")] string DbName,
    [property: JsonPropertyName("is_active")] bool IsActive,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updated_at")] DateTimeOffset UpdatedAt
)
{
    public static TenantJson Of(AgencyDetails details) => Of(details.Agency, details.CreatedAt, details.UpdatedAt);

    public static TenantJson Of(Tenancy.AgencyTenant agency, DateTimeOffset createdAt, DateTimeOffset updatedAt) =>
        new(
            agency.TenantId,
            agency.Name,
            agency.Subdomain,
            agency.DatabaseName,
            agency.IsActive,
            createdAt.ToUniversalTime(),
            updatedAt.ToUniversalTime()
        );
}

public sealed record TenantPageJson(
    [property: JsonPropertyName("items")] IReadOnlyList<TenantJson> Items,
    [property: JsonPropertyName("total")] int Total,
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("page_size")] int PageSize
);

public sealed record NewTenantJson(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("subdomain")] string? Subdomain,
    [property: JsonPropertyName("admin_email")] string? AdminEmail
);

/// <summary>What to change; what is missing stays.</summary>
public sealed record TenantChangeJson(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("is_active")] bool? IsActive
);
