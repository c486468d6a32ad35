using System.Net;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using StackExchange.Redis;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Sessions;

/// <summary>Access tokens of three seconds: what a browser notices of their end, which is nothing; and keys that change.</summary>
public sealed class ShortTokensTests(TestRun run, ShortTokensTests.Servers servers)
    : BrowserTest(run),
        IClassFixture<ShortTokensTests.Servers>
{
    [Fact]
    public async Task A_browser_goes_on_when_its_access_token_has_expired()
    {
        var agency = await TestAgency.AddAsync(servers.One, "short");
        var visitor = await OpenAsync();
        await visitor.SignInAsync(servers.One, agency);
        var url = servers.One.Url("short");
        var before = await CookieAsync(visitor, url, LoginTokenOptions.RefreshCookie);

        // The browser itself drops the expired cookie.
        await SessionSteps.UntilAsync(async () => await CookieAsync(visitor, url, LoginTokenOptions.Cookie) is null);
        await visitor.Page.GoLiveAsync(servers.One, "short", "/admin/requests");

        await Expect(visitor.Page).ToHaveURLAsync($"{url}/admin/requests");
        Assert.NotEqual(before, await CookieAsync(visitor, url, LoginTokenOptions.RefreshCookie));
        var cookies = await visitor.Context.CookiesAsync([url]);
        Assert.All(
            cookies.Where(cookie => cookie.Name.StartsWith("bt_", StringComparison.Ordinal)),
            cookie => Assert.True(cookie.HttpOnly && !cookie.Domain.StartsWith('.'))
        );
    }

    [Fact]
    public async Task An_expired_access_token_is_refused_and_exchanged_for_a_good_one()
    {
        var agency = await TestAgency.AddAsync(servers.One, "expires");
        using var client = await ApiClient.SignInAsync(servers.One, "expires", agency.AdminEmail);

        await SessionSteps.UntilAsync(async () => await client.AskAsync() == HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());
        Assert.Equal(HttpStatusCode.OK, await client.AskAsync());
    }

    [Fact]
    public async Task A_session_that_ended_by_itself_is_found_out_and_its_page_ends()
    {
        var agency = await TestAgency.AddAsync(servers.One, "expired");
        var visitor = await OpenAsync();
        await visitor.SignInAsync(servers.One, agency);
        await visitor.Page.GoLiveAsync(servers.One, "expired", "/admin/requests");
        var circuits = servers.One.Services.GetRequiredService<CircuitDirectory>();
        var session = circuits
            .All.First(circuit => circuit.TenantId == agency.Tenant.TenantId && !circuit.IsOver)
            .User!;

        // As Redis does when the time is over: no announcement, no row.
        var redis = servers.One.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        await redis.KeyDeleteAsync(SessionKeys.Session(session.TenantId, session.SessionId));

        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }))
            .ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends()
    {
        var agency = await TestAgency.AddAsync(servers.One, "idle");
        using var client = await ApiClient.SignInAsync(servers.Hasty, "idle", agency.AdminEmail);
        var user = await servers.One.UserAsync(agency.AdminEmail);
        var sessions = servers.Hasty.Services.GetRequiredService<SessionStore>();
        Assert.Single(await sessions.OfAsync(user.TenantId, user.Id));

        await SessionSteps.UntilAsync(async () => (await sessions.OfAsync(user.TenantId, user.Id)).Count == 0);

        Assert.Equal(HttpStatusCode.Unauthorized, await client.RefreshAsync());
    }

    [Fact]
    public async Task A_new_signing_key_signs_nobody_out_and_is_known_to_every_server()
    {
        var agency = await TestAgency.AddAsync(servers.One, "keys");
        using var before = await ApiClient.SignInAsync(servers.Hour, "keys", agency.AdminEmail);
        using var beforeElsewhere = before.Elsewhere(servers.One, "keys");
        var old = KeyOf(before.Access);

        await servers.Hour.Services.GetRequiredService<SigningKeys>().RotateAsync(now: true);

        using var after = await ApiClient.SignInAsync(servers.Hour, "keys", agency.AdminEmail);
        using var afterElsewhere = after.Elsewhere(servers.One, "keys");
        Assert.NotEqual(old, KeyOf(after.Access));
        Assert.Equal(HttpStatusCode.OK, await afterElsewhere.AskAsync());
        Assert.Equal(HttpStatusCode.OK, await before.AskAsync());
        Assert.Equal(HttpStatusCode.OK, await beforeElsewhere.AskAsync());
        Assert.Equal(HttpStatusCode.OK, await beforeElsewhere.RefreshAsync());
        Assert.NotEqual(old, KeyOf(beforeElsewhere.Access));
    }

    [Fact]
    public async Task A_key_goes_when_the_last_token_it_can_have_signed_has_expired()
    {
        var keys = servers.Hour.Services.GetRequiredService<SigningKeys>();
        await keys.RotateAsync(now: true);
        await keys.RotateAsync(now: true);
        var lifetime = new LoginTokenOptions().IdleLifetime;
        string[] kids = [.. keys.Known.Select(key => key.KeyId)];
        await using (var db = await servers.Hour.MainAsync())
        {
            // The newest but one took over so long ago that whatever the one before it signed has expired.
            var (newest, second, third) = (kids[0], kids[1], kids[2]);
            var now = DateTimeOffset.UtcNow;
            await MoveAsync(newest, now - lifetime);
            await MoveAsync(second, now - lifetime - TimeSpan.FromHours(2));
            await MoveAsync(third, now - lifetime - TimeSpan.FromHours(3));
            Task MoveAsync(string kid, DateTimeOffset at) =>
                db
                    .SigningKeys.Where(key => key.Id == kid)
                    .ExecuteUpdateAsync(row => row.SetProperty(key => key.CreatedAt, at));
        }

        await keys.RotateAsync();

        var left = keys.Known.Select(key => key.KeyId).ToList();
        Assert.Contains(kids[0], left);
        Assert.Contains(kids[1], left);
        Assert.DoesNotContain(kids[2], left);
        await SessionSteps.UntilAsync(() =>
            servers.One.Services.GetRequiredService<SigningKeys>().Known.All(key => key.KeyId != kids[2])
        );
    }

    [Fact]
    public async Task A_yes_is_remembered_for_a_second_at_most_and_forgotten_when_a_session_ends()
    {
        var agency = await TestAgency.AddAsync(servers.One, "remembered");
        using var client = await ApiClient.SignInAsync(servers.Hour, "remembered", agency.AdminEmail);
        var token = new JsonWebToken(client.Access);
        var user = new SignedInUser(
            int.Parse(token.Subject, System.Globalization.CultureInfo.InvariantCulture),
            "",
            "",
            agency.Tenant.TenantId,
            "admin",
            token.Id,
            token.GetClaim(TokenClaims.Session).Value
        );
        var checks = servers.Hour.Services.GetRequiredService<TokenChecks>();
        var redis = servers.Hour.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        Assert.True(await checks.IsLiveAsync(user));

        // Behind the servers' backs: only the second's end finds it out.
        await redis.StringSetAsync(SessionKeys.Token(user.TenantId, user.TokenId), SessionStore.Revoked);
        var since = TimeProvider.System.GetTimestamp();
        await SessionSteps.UntilAsync(async () => !await checks.IsLiveAsync(user));
        Assert.True(TimeProvider.System.GetElapsedTime(since) < TokenChecks.MaxAge + TimeSpan.FromSeconds(2));

        await redis.StringSetAsync(SessionKeys.Token(user.TenantId, user.TokenId), $"{user.Id}:{user.SessionId}");
        Assert.True(await checks.IsLiveAsync(user));
        await redis.StringSetAsync(SessionKeys.Token(user.TenantId, user.TokenId), SessionStore.Revoked);
        servers
            .Hour.Services.GetRequiredService<Announcements>()
            .SessionsEndedHere(new EndedSessions(user.TenantId, user.Id, user.SessionId));
        Assert.False(await checks.IsLiveAsync(user));
    }

    private static string KeyOf(string token) => new JsonWebToken(token).Kid;

    private static async Task<string?> CookieAsync(Visitor visitor, string url, string name) =>
        (await visitor.Context.CookiesAsync([url])).FirstOrDefault(cookie => cookie.Name == name)?.Value;

    /// <summary>One platform's servers: with access tokens of three seconds, with ordinary ones, with sessions of two.</summary>
    public sealed class Servers(TestRun run) : IAsyncLifetime
    {
        private AppBackends backends = null!;

        public AppServer One { get; private set; } = null!;
        public AppServer Hour { get; private set; } = null!;
        public AppServer Hasty { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            backends = await AppBackends.StartAsync(run);
            One = await StartAsync(("Tokens:Lifetime", "00:00:03"), ("Tokens:PageCheck", "00:00:02"));
            Hour = await backends.StartServerAsync();
            Hasty = await StartAsync(("Tokens:Lifetime", "00:00:02"), ("Tokens:IdleLifetime", "00:00:02"));
        }

        public ValueTask DisposeAsync() => backends.DisposeAsync();

        private Task<AppServer> StartAsync(params (string Key, string? Value)[] settings) =>
            backends.StartServerAsync(
                new AppOptions { Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value) }
            );
    }
}
