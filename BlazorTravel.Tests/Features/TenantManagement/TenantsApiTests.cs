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
    public async Task A_change_may_name_the_version_it_is_based_on()
    {
        using var client = await SignedInAsync(app.Server);
        using var created = await CreateAsync(client, "api-version");
        var one = created.Headers.Location!;
        using var read = await client.GetAsync(one);
        var tag = read.Headers.ETag!;
        using var known = await SendAsync(HttpMethod.Get, null, ("If-None-Match", tag.ToString()));
        using var renamed = await SendAsync(HttpMethod.Patch, new { name = "First" }, ("If-Match", tag.ToString()));
        using var stale = await SendAsync(HttpMethod.Patch, new { name = "Second" }, ("If-Match", tag.ToString()));
        using var kept = await SendAsync(HttpMethod.Delete, null, ("If-Match", tag.ToString()));
        using var deleted = await SendAsync(HttpMethod.Delete, null, ("If-Match", stale.Headers.ETag!.ToString()));

        Assert.Equal(
            (304, 200, 412, 412, 204),
            (
                (int)known.StatusCode,
                (int)renamed.StatusCode,
                (int)stale.StatusCode,
                (int)kept.StatusCode,
                (int)deleted.StatusCode
            )
        );
        Assert.Equal(renamed.Headers.ETag, stale.Headers.ETag);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, object? body, (string Name, string Value) header)
        {
            using var request = new HttpRequestMessage(method, one);
            request.Headers.Add(header.Name, header.Value);
            request.Content = body is null ? null : JsonContent.Create(body);
            return await client.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_change_names_what_it_cannot_change()
    {
        using var client = await SignedInAsync(app.Server);
        using var created = await CreateAsync(client, "api-fields");
        using var answer = await client.PatchAsJsonAsync(
            created.Headers.Location!,
            new
            {
                subdomain = "other",
                name = 7,
                is_active = "no",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Equal(["is_active", "name", "subdomain"], errors.EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task Agencies_are_listed_in_pages_that_lead_to_each_other()
    {
        using var client = await SignedInAsync(app.Server);
        foreach (var name in new[] { "api-page-a", "api-page-b", "api-page-c" })
        {
            using var created = await CreateAsync(client, name);
        }
        var seen = new List<string>();
        Uri? next = new("/api/v1/tenants?q=api-page&page_size=2", UriKind.Relative);
        while (next is not null)
        {
            using var answer = await client.GetAsync(next);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(3, page.GetProperty("total").GetInt32());
            seen.AddRange(
                page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("subdomain").GetString()!)
            );
            next = answer
                .Headers.GetValues("Link")
                .Single()
                .Split(", ")
                .Where(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal))
                .Select(link => new Uri(link.Split('>')[0].TrimStart('<')))
                .SingleOrDefault();
        }
        Assert.Equal(["api-page-c", "api-page-b", "api-page-a"], seen);
        using var beyond = await client.GetAsync(new Uri("/api/v1/tenants?q=api-page&page=9", UriKind.Relative));
        var empty = await beyond.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((0, 9), (empty.GetProperty("items").GetArrayLength(), empty.GetProperty("page").GetInt32()));
        using var wrong = await client.GetAsync(new Uri("/api/v1/tenants?page_size=1000", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
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
