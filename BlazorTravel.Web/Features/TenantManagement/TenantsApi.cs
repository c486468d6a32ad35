using System.Globalization;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Agencies for the superadmin's programs.</summary>
public static class TenantsApi
{
    private const string Resource = "tenants";
    private const int SearchMaxLength = 100;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapApi(
            Resource,
            "Agencies",
            group =>
            {
                group.RequireAuthorization(Policies.Superadmin);
                group.MapRead("", ListAsync).Note(TenantsApiNotes.List);
                group
                    .MapPost("", CreateAsync)
                    .Accepts<NewTenantJson>(JsonBody.Json)
                    .Produces<TenantJson>(StatusCodes.Status201Created)
                    .Note(TenantsApiNotes.Create);
                group.MapRead("/{id:int}", GetAsync).Note(TenantsApiNotes.Get);
                group
                    .MapPatch("/{id:int}", ChangeAsync)
                    .Accepts<TenantChangeJson>(JsonBody.MergePatch, JsonBody.Json)
                    .Note(TenantsApiNotes.Change);
                group.MapDelete("/{id:int}", DeleteAsync).Note(TenantsApiNotes.Delete);
            }
        );

    private static async Task<Ok<TenantPageJson>> ListAsync(
        HttpContext http,
        ListAgencies list,
        IOptions<PlatformOptions> platform
    )
    {
        var query = new QueryFields(http.Request);
        var (page, size, search) = (query.Page(), query.PageSize(), query.Text("q", SearchMaxLength));
        query.Errors.ThrowIfAny();
        var found = await list.RunAsync(search, page, size, http.RequestAborted);
        var last = Math.Max(1, (found.Total + size - 1) / size);
        new PageLinks(http, platform.Value).ByNumber(page, page < last, last).Write();
        // The screen shows the last page instead of one beyond the end; a program that counts up must see the end.
        var items = page > last ? [] : found.Items;
        return TypedResults.Ok(
            new TenantPageJson(
                [.. items.Select(row => TenantJson.Of(row.Agency, row.CreatedAt, row.UpdatedAt))],
                found.Total,
                page,
                size
            )
        );
    }

    private static async Task<IResult> CreateAsync(HttpContext http, CreateAgencyOnce create)
    {
        var body = await JsonBody.ReadAsync(http);
        var key = CallKey.Read(http, Resource, body);
        var form = new NewAgency
        {
            Name = body.Text("name", Tenant.NameMaxLength) ?? "",
            Subdomain = body.Text("subdomain", Subdomain.MaxLength) ?? "",
            AdminEmail = body.Text("admin_email", 254) ?? "",
        };
        foreach (var (property, message) in form.Check())
        {
            body.Errors.Add(CreateAgencyOnce.FieldName(property), message);
        }
        body.Errors.ThrowIfAny();
        return await create.RunAsync(form, key, http.RequestAborted);
    }

    private static async Task<Results<Ok<TenantJson>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        int id,
        HttpContext http,
        FindAgency find
    )
    {
        if (await find.RunAsync(id, http.RequestAborted) is not { } agency)
        {
            return Problems.Of(ProblemKind.NotFound);
        }
        return EntityTags.IsKnown(http.Request, Tag(http, agency))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(TenantJson.Of(agency));
    }

    private static async Task<Results<Ok<TenantJson>, ProblemHttpResult>> ChangeAsync(
        int id,
        HttpContext http,
        ChangeAgency change,
        FindAgency find
    )
    {
        var body = await JsonBody.ReadAsync(http, isPatch: true);
        body.RefuseOthers("name", "is_active");
        var name = body.Text("name", Tenant.NameMaxLength);
        if (name is null && body.Has("name"))
        {
            body.Errors.Add("name", "Give the agency a name.");
        }
        else if (name?.Any(char.IsControl) == true)
        {
            body.Errors.Add("name", "Leave out control characters.");
        }
        var isActive = body.Flag("is_active");
        if (isActive is null && body.Has("is_active"))
        {
            body.Errors.Add("is_active", "Give true or false.");
        }
        body.Errors.ThrowIfAny();
        var (version, refusal) = await CheckAsync(id, http, find);
        if (refusal is not null)
        {
            return refusal;
        }
        var outcome = body.IsEmpty
            ? AgencyChange.Done
            : await change.RunAsync(id, name, isActive, version, http.RequestAborted);
        if (outcome == AgencyChange.Unknown || await find.RunAsync(id, http.RequestAborted) is not { } agency)
        {
            return Problems.Of(ProblemKind.NotFound);
        }
        Tag(http, agency);
        return outcome == AgencyChange.Done
            ? TypedResults.Ok(TenantJson.Of(agency))
            : Problems.Of(ProblemKind.ChangedMeanwhile);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        int id,
        HttpContext http,
        DeleteAgency delete,
        FindAgency find
    )
    {
        var (version, refusal) = await CheckAsync(id, http, find);
        if (refusal is not null)
        {
            return refusal;
        }
        http.Response.Headers.Remove("ETag");
        return await delete.RunAsync(id, version, http.RequestAborted) switch
        {
            AgencyDeletion.Done => TypedResults.NoContent(),
            AgencyDeletion.Unknown => Problems.Of(ProblemKind.NotFound),
            AgencyDeletion.Overtaken => Problems.Of(ProblemKind.ChangedMeanwhile),
            _ => Problems.Of(ProblemKind.Conflict, "The agency is being set up. Try again when that has ended."),
        };
    }

    /// <summary>The version that If-Match agreed with; null where any will do.</summary>
    private static async Task<(uint? Version, ProblemHttpResult? Refusal)> CheckAsync(
        int id,
        HttpContext http,
        FindAgency find
    )
    {
        if (EntityTags.Read(http.Request) is not { } basedOn)
        {
            return (null, null);
        }
        if (await find.RunAsync(id, http.RequestAborted) is not { } agency)
        {
            return (null, Problems.Of(ProblemKind.NotFound));
        }
        return basedOn.Allows(Tag(http, agency))
            ? (agency.Version, null)
            : (null, Problems.Of(ProblemKind.ChangedMeanwhile));
    }

    private static string Tag(HttpContext http, AgencyDetails agency)
    {
        var tag = EntityTags.Write(agency.Version);
        http.Response.Headers.ETag = tag;
        return tag;
    }

    internal static string LocationOf(int id) =>
        string.Create(CultureInfo.InvariantCulture, $"{ApiRoutes.Version}/{Resource}/{id}");
}
