using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Walls;

/// <summary>
/// Two agencies on one server. Whatever one's people send, by host, header, id, cookie or token, nothing of the other's
/// comes back. The other agency's data carries a word that is nowhere else.
/// </summary>
public sealed class TwoAgenciesTests(TestRun run) : IAsyncLifetime
{
    private const string Secret = "Zanzibarquux";
    private readonly AppFixture app = new(run);
    private TestAgency mine = null!;
    private TestAgency theirs = null!;
    private TravelRequest theirRequest = null!;

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        mine = await TestAgency.AddAsync(app.Server, "mine", "Mine Travel");
        theirs = await TestAgency.AddAsync(app.Server, "theirs", Secret + " Travel");
        theirRequest = await AddRequestAsync(theirs, Secret);
        await AddRequestAsync(mine, "Lisbon");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task No_page_of_mine_shows_anything_of_theirs_whatever_id_is_asked()
    {
        using var client = await SignedInAsync(mine);
        foreach (var address in GetAddresses())
        {
            using var answer = await client.GetAsync(address);
            Assert.True((int)answer.StatusCode < 500, $"{address} answered {(int)answer.StatusCode}");
            Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task My_token_opens_nothing_of_theirs()
    {
        var token = await TokenAsync(mine);
        using var asBearer = app.Server.NewClient("theirs");
        asBearer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var asCookie = app.Server.NewClient("theirs");
        asCookie.DefaultRequestHeaders.Add("Cookie", $"{LoginTokenOptions.Cookie}={token}");
        using var byHeader = app.Server.NewClient();
        byHeader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        byHeader.DefaultRequestHeaders.Add(TenantGate.Header, "theirs");
        using var byId = app.Server.NewClient();
        byId.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        byId.DefaultRequestHeaders.Add(TenantGate.Header, theirs.Tenant.Id);
        foreach (var client in new[] { asBearer, asCookie, byHeader, byId })
        {
            foreach (var address in GetAddresses())
            {
                using var answer = await client.GetAsync(address);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound,
                    $"{address} answered {(int)answer.StatusCode}"
                );
            }
            using var sent = await client.PostAsJsonAsync(
                "/api/v1/travel-requests",
                new
                {
                    destination = "Lisbon",
                    travel_date = "2030-01-01",
                    user_email = "a@b.example",
                    num_persons = 1,
                }
            );
            Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        }
        Assert.Equal(1, await CountRequestsAsync(theirs));
    }

    [Fact]
    public async Task Their_travelers_link_leads_nowhere_on_my_host()
    {
        using var client = app.Server.NewClient("mine");
        foreach (var address in new[] { $"/r/{theirRequest.AccessToken}", $"/r/{theirRequest.AccessToken}/received" })
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_signs_in_at_the_other_agency_or_at_the_platform()
    {
        foreach (var host in new[] { "theirs", null })
        {
            using var client = app.Server.NewClient(host);
            using var answer = await client.PostAsJsonAsync(
                "/api/v1/auth/login",
                new { email = mine.AdminEmail, password = TestAgency.Password }
            );
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Without_a_sign_in_every_guarded_page_leads_to_the_sign_in_form()
    {
        using var client = app.Server.NewClient("theirs");
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var guarded = GetAddresses().Where(address => address.StartsWith("/admin", StringComparison.Ordinal)).ToList();
        Assert.True(guarded.Count >= 5);
        foreach (var address in guarded)
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/login?return=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_is_dead_everywhere_after_signing_out()
    {
        var token = await TokenAsync(mine);
        using var client = app.Server.NewClient("mine");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using (var before = await client.GetAsync("/api/v1/auth/me"))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }
        using (var logout = await client.PostAsync("/api/v1/auth/logout", null))
        {
            Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        }
        using var after = await client.GetAsync("/api/v1/auth/me");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    /// <summary>Every address that the application answers GET on, from its own endpoints, with their ids and tokens filled in.</summary>
    private List<string> GetAddresses()
    {
        var values = new Dictionary<string, string>
        {
            ["id"] = $"{theirRequest.Id}",
            ["requestId"] = $"{theirRequest.Id}",
            ["reference"] = theirRequest.Reference,
            ["token"] = theirRequest.AccessToken,
        };
        var addresses = app
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { } methods
                && methods.HttpMethods.Contains("GET")
                && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null
                && endpoint.Metadata.GetMetadata<ServesEveryHost>() is null
                && !endpoint.RoutePattern.RawText!.StartsWith("/_", StringComparison.Ordinal)
                && !endpoint.RoutePattern.RawText.StartsWith('_')
            )
            .Select(endpoint =>
                "/"
                + string.Join(
                    '/',
                    endpoint.RoutePattern.PathSegments.Select(segment =>
                        string.Concat(
                            segment.Parts.Select(part =>
                                part switch
                                {
                                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal =>
                                        literal.Content,
                                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter =>
                                        values.GetValueOrDefault(parameter.Name.ToLowerInvariant(), "1"),
                                    _ => "",
                                }
                            )
                        )
                    )
                )
            )
            .Distinct()
            .ToList();
        Assert.Contains($"/admin/requests/{theirRequest.Id}", addresses);
        Assert.Contains($"/r/{theirRequest.AccessToken}", addresses);
        return addresses;
    }

    private async Task<TravelRequest> AddRequestAsync(TestAgency agency, string word)
    {
        var details = new TripDetails(
            word,
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30),
            $"{word}@example.com",
            2
        )
        {
            Notes = word,
            TravelerName = word,
        };
        var request = TravelRequest.Receive(details, Guid.NewGuid(), "en", TimeProvider.System.GetUtcNow());
        request.AddNote(new Actor(1, word), word, TimeProvider.System.GetUtcNow());
        await using var lease = await app
            .Server.Services.GetRequiredService<TenantDatabases>()
            .OpenAsync(agency.Tenant);
        lease.Db.Add(request);
        await lease.Db.SaveChangesAsync();
        return request;
    }

    private async Task<int> CountRequestsAsync(TestAgency agency)
    {
        await using var lease = await app
            .Server.Services.GetRequiredService<TenantDatabases>()
            .OpenAsync(agency.Tenant);
        return await lease.Db.TravelRequests.CountAsync();
    }

    private async Task<string> TokenAsync(TestAgency agency)
    {
        using var client = app.Server.NewClient(agency.Tenant.Subdomain);
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = agency.AdminEmail, password = TestAgency.Password }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("access_token").GetString()!;
    }

    private async Task<HttpClient> SignedInAsync(TestAgency agency)
    {
        var token = await TokenAsync(agency);
        var client = app.Server.NewClient(agency.Tenant.Subdomain);
        client.DefaultRequestHeaders.Add("Cookie", $"{LoginTokenOptions.Cookie}={token}");
        return client;
    }
}
