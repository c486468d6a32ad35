using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Features.TenantManagement;

/// <summary>The superadmin's API, and how soon a second server follows.</summary>
public sealed class TenantsApiTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly Uri Tenants = new("/api/v1/tenants", UriKind.Relative);

    [Fact]
    public async Task An_agency_is_created_renamed_and_deleted()
    {
        using var client = await SignedInAsync(app.Server);
        using var created = await CreateAsync(client, "api-life");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var body = await created.Content.ReadFromJsonAsync<JsonElement>();
        var one = created.Headers.Location!;
        Assert.Equal("api-life", body.GetProperty("subdomain").GetString());
        Assert.True(body.GetProperty("is_active").GetBoolean());

        using var renamed = await client.PatchAsJsonAsync(one, new { name = "Life & Co" });
        Assert.Equal(
            "Life & Co",
            (await renamed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString()
        );
        using var deleted = await client.DeleteAsync(one);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await client.GetAsync(one);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var traveler = app.Server.NewClient("api-life");
        using var page = await traveler.GetAsync(new Uri("/login", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        // The name is free again, and its database is a new one.
        using var again = await CreateAsync(client, "api-life");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task Wrong_fields_are_named_each()
    {
        using var client = await SignedInAsync(app.Server);
        using var answer = await client.PostAsJsonAsync(
            Tenants,
            new
            {
                name = " ",
                subdomain = "www",
                admin_email = "nobody",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Equal(
            ["admin_email", "name", "subdomain"],
            errors.EnumerateObject().Select(error => error.Name).Order()
        );
    }

    [Fact]
    public async Task Only_the_superadmin_is_answered()
    {
        var agency = await TestAgency.AddAsync(app.Server, "api-walls");
        using var stranger = app.Server.NewClient();
        using var refused = await stranger.GetAsync(Tenants);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var admin = app.Server.NewClient("api-walls");
        await AuthorizeAsync(admin, agency.AdminEmail, TestAgency.Password);
        using var forbidden = await admin.GetAsync(Tenants);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task Suspending_and_activating_reach_a_second_server_at_once()
    {
        await using var second = await app.Backends.StartServerAsync();
        using var client = await SignedInAsync(app.Server);
        using var created = await CreateAsync(client, "api-switch");
        var one = created.Headers.Location!;
        using var traveler = second.NewClient("api-switch");
        var page = new Uri("/login", UriKind.Relative);
        async Task<bool> AnswersAsync(HttpStatusCode status)
        {
            using var answer = await traveler.GetAsync(page);
            return answer.StatusCode == status;
        }
        Assert.True(await AnswersAsync(HttpStatusCode.OK));

        using var suspended = await client.PatchAsJsonAsync(one, new { is_active = false });
        var closed = await Waiting.UntilAsync(() => AnswersAsync(HttpStatusCode.ServiceUnavailable));
        using var activated = await client.PatchAsJsonAsync(one, new { is_active = true });
        var opened = await Waiting.UntilAsync(() => AnswersAsync(HttpStatusCode.OK));
        // Half a minute would pass before a server that was not told looks again by itself: it was told.
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Closed after {closed.TotalMilliseconds:F0} ms, opened after {opened.TotalMilliseconds:F0} ms"
        );
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client, string subdomain) =>
        client.PostAsJsonAsync(
            Tenants,
            new
            {
                name = $"{subdomain} Travel",
                subdomain,
                admin_email = $"boss@{subdomain}.example",
            }
        );

    private static async Task<HttpClient> SignedInAsync(AppServer server)
    {
        var client = server.NewClient();
        await AuthorizeAsync(client, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword);
        return client;
    }

    private static async Task AuthorizeAsync(HttpClient client, string email, string password)
    {
        using var answer = await client.PostAsJsonAsync(
            new Uri("/api/v1/auth/login", UriKind.Relative),
            new { email, password }
        );
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}
