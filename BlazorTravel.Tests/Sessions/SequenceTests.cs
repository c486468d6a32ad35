using System.Net;
using System.Net.Http.Headers;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Features.Account;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Sessions;

/// <summary>The two sequence diagrams of the README, followed step by step against Debian's Redis and PostgreSQL.</summary>
public sealed class SequenceTests(TestRun run) : IAsyncLifetime
{
    private static readonly Uri Requests = new("/admin/requests", UriKind.Relative);

    private AppBackends backends = null!;
    private AppServer server = null!;
    private TestAgency agency = null!;
    private Timeline timeline = null!;

    public async ValueTask InitializeAsync()
    {
        backends = await AppBackends.StartAsync(run, new AppBackendsOptions(RealRedis: true));
        server = await backends.StartServerAsync();
        agency = await TestAgency.AddAsync(server, "acme");
        timeline = await Timeline.StartAsync(
            backends.RealRedis,
            new Dictionary<string, string> { [backends.MainDatabase] = "main", [agency.Tenant.DatabaseName] = "agency" }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await timeline.DisposeAsync();
        await backends.DisposeAsync();
    }

    [Fact]
    public async Task Sign_in_from_credentials_to_the_page_and_out_again()
    {
        var tenant = agency.Tenant.TenantId;
        using var browser = server.NewClient("acme");

        // Wrong credentials: MAIN is asked and counts, Redis hears of no token.
        using (var wrong = await PlainForm.SignInAsync(browser, agency.AdminEmail, "wrong"))
        {
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }
        Assert.Equal(1, (await server.UserAsync(agency.AdminEmail)).FailedSignIns);
        Assert.False(timeline.Has("redis", $"bt:{tenant}:token:"));
        timeline.Clear();

        // Credentials -> MAIN -> hash -> JWT -> token info in Redis -> cookie.
        using var signedIn = await PlainForm.SignInAsync(browser, agency.AdminEmail, TestAgency.Password);
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        var cookies = signedIn.Headers.GetValues("Set-Cookie").ToList();
        var access = Value(cookies, LoginTokenOptions.Cookie);
        var token = new JsonWebToken(access);
        var session = token.GetClaim(TokenClaims.Session).Value;
        var user = await server.UserAsync(agency.AdminEmail);
        await timeline.FollowAsync(
            ("main", @"SELECT .* FROM admin_users WHERE email = .* FOR UPDATE"),
            // Only a hash that was right wipes the count and notes the sign-in.
            ("main", @"UPDATE admin_users SET .*last_signed_in_at"),
            ("redis", $"^SETEX bt:{tenant}:token:{token.Id} 600 {user.Id}:{session}"),
            ("redis", $"HSET bt:{tenant}:session:{session} user {user.Id}"),
            ("redis", $"^ZADD bt:{tenant}:user:{user.Id}:sessions .*{session}"),
            // Whatever was changed meanwhile is seen before anything is handed out.
            ("main", @"SELECT .* FROM admin_users")
        );
        Assert.Equal("HS256", token.Alg);
        Assert.Equal($"{tenant}", token.GetClaim(TokenClaims.Tenant).Value);
        Assert.Equal("admin", token.GetClaim(TokenClaims.Role).Value);
        Assert.Equal(0, user.FailedSignIns);
        Assert.All(cookies.Where(cookie => cookie.StartsWith("bt_", StringComparison.Ordinal)), AssertOutOfReach);
        var redis = server.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        var left = await redis.KeyTimeToLiveAsync(SessionKeys.Token(tenant, token.Id));
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        timeline.Clear();

        // Page: the cookie's token is looked up.
        using (var page = await browser.GetAsync(Requests))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains(agency.AdminEmail.Split('@')[0], await page.Content.ReadAsStringAsync());
        }
        await timeline.FollowAsync(("redis", $"^GET bt:{tenant}:token:{token.Id}"));
        timeline.Clear();

        // Logout -> written down -> session removed -> token blacklisted -> announced -> cookies gone.
        using (var left2 = await SignOutAsync(browser))
        {
            Assert.Equal("/login", left2.Headers.Location!.ToString());
            Assert.Equal("", Value([.. left2.Headers.GetValues("Set-Cookie")], LoginTokenOptions.Cookie));
        }
        await timeline.FollowAsync(
            ("main", "INSERT INTO session_endings"),
            ("redis", $"DEL bt:{tenant}:session:{session}"),
            ("redis", $"^(P?SETEX|SET) bt:{tenant}:token:{token.Id} .*{SessionStore.Revoked}"),
            ("redis", $"^ZREM bt:{tenant}:user:{user.Id}:sessions {session}"),
            ("redis", $"^PUBLISH bt:{tenant}:token-revoked"),
            ("main", "UPDATE session_endings")
        );
        Assert.Equal(SessionStore.Revoked, await redis.StringGetAsync(SessionKeys.Token(tenant, token.Id)));
        Assert.NotNull(await redis.KeyTimeToLiveAsync(SessionKeys.Token(tenant, token.Id)));

        // Refused, by cookie and as bearer, with the very token that was good before.
        using var thief = server.NewClient("acme");
        thief.DefaultRequestHeaders.Add("Cookie", $"{LoginTokenOptions.Cookie}={access}");
        thief.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using (var page = await thief.GetAsync(Requests))
        {
            Assert.Equal(HttpStatusCode.Found, page.StatusCode);
            Assert.StartsWith("/login?return=", page.Headers.Location!.ToString());
        }
        using var program = server.NewClient("acme");
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var api = await program.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task A_tenants_request_from_the_host_to_the_row_and_back()
    {
        using var client = await ApiClient.SignInAsync(server, "acme", agency.AdminEmail);
        var token = new JsonWebToken(client.Access);
        using var http = server.NewClient("acme");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.Access);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var id = await AddRequestAsync("Reykjavík");
        // Forget what is known of the agency, so that the host has to be looked up.
        await server.Services.GetRequiredService<Announcements>().TenantChangedAsync(agency.Tenant.TenantId);
        await SessionSteps.UntilAsync(() =>
            timeline.Has("redis", $"PUBLISH bt:{agency.Tenant.TenantId}:tenant-changed")
        );
        timeline.Clear();

        // Host -> tenant (MAIN) -> token (Redis) -> the tenant's own database -> row -> answer.
        using (var answer = await http.GetAsync(new Uri($"/admin/requests/{id}", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Reykjav", await answer.Content.ReadAsStringAsync());
        }
        await timeline.FollowAsync(
            ("main", @"SELECT .* FROM tenants .* WHERE .*subdomain = "),
            ("redis", $"^GET bt:{agency.Tenant.TenantId}:token:{token.Id}"),
            ("agency", @"SELECT .* FROM travel_requests")
        );

        // Again: the tenant is known by now, and the yes of a moment ago; the row is read anew.
        await SessionSteps.UntilAsync(async () =>
        {
            timeline.Clear();
            using var again = await http.GetAsync(new Uri($"/admin/requests/{id}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            return !timeline.Has("main", "FROM tenants");
        });
        await timeline.FollowAsync(("agency", @"SELECT .* FROM travel_requests"));

        // The same token on another agency's host gets no further than the wall: nothing of that agency is asked.
        await TestAgency.AddAsync(server, "other");
        using var elsewhere = client.Elsewhere(server, "other");
        Assert.Equal(HttpStatusCode.Forbidden, await elsewhere.AskAsync());
    }

    private async Task<long> AddRequestAsync(string destination)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Web.Tenancy.CurrentTenant>().Set(agency.Tenant);
        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(20));
        var made = await scope
            .ServiceProvider.GetRequiredService<Web.Features.Requesting.SubmitTravelRequest>()
            .RunAsync(new TripDetails(destination, day, "ada@example.com", 2), Guid.NewGuid(), "en");
        return made.Id;
    }

    internal static async Task<HttpResponseMessage> SignOutAsync(HttpClient browser)
    {
        var page = await browser.GetStringAsync(new Uri("/logout", UriKind.Relative));
        var field = System.Text.RegularExpressions.Regex.Match(
            page,
            "action=\"/logout\".*?name=\"(__RequestVerificationToken)\" value=\"([^\"]*)\"",
            System.Text.RegularExpressions.RegexOptions.Singleline
        );
        using var content = new FormUrlEncodedContent([new(field.Groups[1].Value, field.Groups[2].Value)]);
        return await browser.PostAsync(new Uri("/logout", UriKind.Relative), content);
    }

    private static void AssertOutOfReach(string cookie)
    {
        Assert.Contains("httponly", cookie);
        Assert.DoesNotContain("domain=", cookie);
    }

    private static string Value(IReadOnlyList<string> cookies, string name) =>
        cookies
            .Single(cookie => cookie.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..]
            .Split(';')[0];
}
