using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Features.AgencySettings;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.AgencySettings.ApiKeys;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Sessions.ApiKeys;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Sessions;

/// <summary>What an API key opens, and that it opens nothing else.</summary>
public sealed class ApiKeyTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Requests = "/api/v1/travel-requests";

    private static readonly object Trip = new
    {
        destination = "Lisbon",
        travel_date = "2030-01-01",
        user_email = "a@b.example",
        num_persons = 1,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_taken_in_either_header_and_its_use_is_noted(bool ownHeader)
    {
        var (agency, key) = await MakeAsync(ownHeader ? "key-own" : "key-bearer");
        using var client = Client(agency.Tenant.Subdomain, key, ownHeader);
        using var answer = await client.PostAsJsonAsync(Requests, Trip);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await using var db = await AdminScope.MainAsync(app.Server);
        var used = await db.ApiKeys.SingleAsync(known => known.TenantId == agency.Tenant.TenantId);
        Assert.NotNull(used.LastUsedAt);
    }

    [Fact]
    public async Task A_key_is_good_on_the_platforms_host_with_its_agency_named_and_nowhere_else()
    {
        var (agency, key) = await MakeAsync("key-named");
        await TestAgency.AddAsync(app.Server, "key-elsewhere");
        using var named = Client(null, key);
        named.DefaultRequestHeaders.Add(TenantGate.Header, agency.Tenant.Subdomain);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(named));
        using var unnamed = Client(null, key);
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(unnamed));
        using var other = Client("key-elsewhere", key);
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(other));
        using var otherNamed = Client(null, key);
        otherNamed.DefaultRequestHeaders.Add(TenantGate.Header, "key-elsewhere");
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(otherNamed));
    }

    [Fact]
    public async Task A_key_opens_no_page_and_nothing_of_an_account()
    {
        var (agency, key) = await MakeAsync("key-pages");
        using var client = Client(agency.Tenant.Subdomain, key);
        string[] pages =
        [
            "/",
            "/privacy",
            "/login",
            "/logout",
            "/admin",
            "/admin/requests",
            "/admin/users",
            "/admin/api-keys",
            "/account/forgot",
            "/api/v1/auth/me",
            "/api/v1/tenants",
        ];
        foreach (var page in pages)
        {
            using var answer = await client.GetAsync(page);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{page} answered {(int)answer.StatusCode}");
        }
        using var circuit = await client.PostAsync("/_blazor/negotiate", null);
        Assert.Equal(HttpStatusCode.Forbidden, circuit.StatusCode);
        // Like anybody.
        using var asset = await client.GetAsync("/favicon.svg");
        Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
    }

    [Fact]
    public async Task An_unknown_a_mistyped_and_an_expired_key_are_refused_even_where_strangers_may_pass()
    {
        var (agency, key) = await MakeAsync("key-expired");
        await using (var db = await AdminScope.MainAsync(app.Server))
        {
            var past = DateTimeOffset.UtcNow.AddSeconds(-1);
            await db
                .ApiKeys.Where(known => known.TenantId == agency.Tenant.TenantId)
                .ExecuteUpdateAsync(row => row.SetProperty(known => known.ExpiresAt, past));
        }
        foreach (
            var (text, says) in new[]
            {
                (key, "expired"),
                (ApiKeyText.Make(), "no such API key"),
                (key[..^1] + (key[^1] == 'a' ? 'b' : 'a'), "copied as a whole"),
                ("bt_", "copied as a whole"),
            }
        )
        {
            using var client = Client("key-expired", text);
            using var answer = await client.PostAsJsonAsync(Requests, Trip);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString());
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Contains(says, problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task A_revoked_key_is_dead_on_every_server_within_a_second()
    {
        var (agency, key) = await MakeAsync("key-revoked");
        await using var second = await app.Backends.StartServerAsync();
        using var here = Client("key-revoked", key);
        using var there = second.NewClient("key-revoked");
        there.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(here));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(there));

        await RevokeAsync(agency);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(here));
        var watch = Stopwatch.StartNew();
        while (await PostAsync(there) != HttpStatusCode.Unauthorized)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), "It still worked after a second.");
        }
    }

    [Fact]
    public async Task A_key_of_a_suspended_agency_gets_what_everybody_gets()
    {
        var (agency, key) = await MakeAsync("key-suspended");
        await agency.ChangeAsync(app.Server, (tenant, now) => tenant.Suspend(now));
        using var client = Client("key-suspended", key);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client));
    }

    [Fact]
    public async Task A_login_token_counts_before_a_key_in_the_other_header()
    {
        var (agency, key) = await MakeAsync("key-both");
        using var client = app.Server.NewClient("key-both");
        using var login = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = agency.AdminEmail, password = TestAgency.Password }
        );
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add(ApiKeyHeader.Name, key);
        using var me = await client.GetAsync("/api/v1/auth/me");
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    [Theory]
    [InlineData(ApiScopes.RequestsRead, Policies.RequestsRead, true)]
    [InlineData(ApiScopes.RequestsRead, Policies.RequestsWrite, false)]
    [InlineData(ApiScopes.RequestsWrite, Policies.RequestsWrite, true)]
    [InlineData(ApiScopes.RequestsWrite, Policies.RequestsRead, false)]
    [InlineData(ApiScopes.RequestsRead, Policies.Agency, false)]
    [InlineData(ApiScopes.RequestsRead, Policies.AgencyAdmin, false)]
    [InlineData(ApiScopes.RequestsWrite, Policies.Superadmin, false)]
    public async Task A_key_does_what_its_scope_says_in_its_own_agency_alone(string scope, string policy, bool may)
    {
        var own = new AgencyTenant(7, "own", "Own", "own", true, true, "#0B6E7F", null, null, null);
        var now = DateTimeOffset.UtcNow;
        var creator = AdminUser.InviteToAgency("a@b.example", own.TenantId, AgencyRole.Admin, now);
        var key = ApiKey.Create(own.TenantId, "Test", [scope], null, creator, now, out _);
        var principal = ApiKeyCaller.PrincipalOf(key);
        Assert.Null(SignedInUser.From(principal));
        Assert.Equal(new ApiCaller("key:0", key.TenantId, new(null, "API key Test")), ApiCaller.From(principal));
        foreach (var here in new[] { own, own with { TenantId = 8 }, null })
        {
            await using var services = app.Server.Services.CreateAsyncScope();
            services.ServiceProvider.GetRequiredService<CurrentTenant>().Set(here);
            var authorization = services.ServiceProvider.GetRequiredService<IAuthorizationService>();
            var result = await authorization.AuthorizeAsync(principal, null, policy);
            Assert.Equal(may && here == own, result.Succeeded);
        }
    }

    private async Task<(TestAgency Agency, string Key)> MakeAsync(string subdomain)
    {
        var agency = await TestAgency.AddAsync(app.Server, subdomain);
        await using var admin = await AdminScope.OpenAsync(app.Server, agency);
        var created = await admin.Get<CreateApiKey>().RunAsync(new ApiKeyForm { Name = "Test" }, admin.You);
        return (agency, created.Text!);
    }

    private async Task RevokeAsync(TestAgency agency)
    {
        await using var admin = await AdminScope.OpenAsync(app.Server, agency);
        var row = Assert.Single(await admin.Get<ListApiKeys>().RunAsync());
        Assert.Equal(ApiKeyOutcome.Done, await admin.Get<RevokeApiKey>().RunAsync(row.Id, admin.You));
    }

    private HttpClient Client(string? subdomain, string key, bool ownHeader = false)
    {
        var client = app.Server.NewClient(subdomain);
        if (ownHeader)
        {
            client.DefaultRequestHeaders.Add(ApiKeyHeader.Name, key);
        }
        else
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        return client;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync(Requests, Trip);
        return answer.StatusCode;
    }
}
