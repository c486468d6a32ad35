using BlazorTravel.Web.Api;
using BlazorTravel.Web.Api.Description;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>What the description says of the superadmin's endpoints.</summary>
public static class TenantsApiNotes
{
    private const string One = """
        {"id":7,"name":"Acme Travel","subdomain":"acme","db_name":"blazortravel_acme","is_active":true,
        "created_at":"2026-11-23T09:30:00Z","updated_at":"2026-11-23T09:30:01Z"}
        """;

    public static readonly ApiNotes List = new("listTenants", "List the agencies")
    {
        Text = "Newest first.",
        IsPaged = true,
        Query =
        [
            .. PagingParameters.All,
            new()
            {
                Name = "q",
                In = ParameterLocation.Query,
                Description = "Part of a name, a subdomain or the first administrator's email.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
            },
        ],
        ResponseExample = $$"""{"items":[{{One}}],"total":1,"page":1,"page_size":20}""",
    };

    public static readonly ApiNotes Create = new("createTenant", "Create an agency")
    {
        Text = """
            Answers when the agency's database is ready and its first administrator is invited by mail, mostly within a second.
            Should that take longer, it is answered 503; sent again with the same Idempotency-Key it waits on.
            """,
        IsCreation = true,
        RequestExample = """{"name":"Acme Travel","subdomain":"acme","admin_email":"admin@acme.example"}""",
        ResponseExample = One,
    };

    public static readonly ApiNotes Get = new("getTenant", "Read one agency")
    {
        Text = "With If-None-Match it is answered 304 while nothing has changed.",
        HasTag = true,
        ResponseExample = One,
    };

    public static readonly ApiNotes Change = new("changeTenant", "Rename, suspend or activate an agency")
    {
        Text = "A JSON merge patch (RFC 7396). Without If-Match it is changed whatever happened since it was read.",
        HasTag = true,
        Match = MatchRule.Optional,
        RequestExample = """{"is_active":false}""",
        ResponseExample = One,
    };

    public static readonly ApiNotes Delete = new("deleteTenant", "Delete an agency for ever")
    {
        Text =
            "Its database, requests and accounts are gone afterwards. Without If-Match it is deleted whatever happened since it was read.",
        Match = MatchRule.Optional,
        Conflict = "The agency is just being set up.",
    };
}
