using System.Net;
using System.Net.Http.Headers;
using BlazorTravel.Tests.Features.Requesting;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Sessions;

/// <summary>
/// A real Redis is stopped: nobody is let in who could not be checked, travelers still send requests, pages say what is
/// wrong, and all recovers by itself.
/// </summary>
public sealed class RedisAwayTests(TestRun run) : BrowserTest(run)
{
    private AppBackends backends = null!;
    private AppServer server = null!;
    private TestAgency agency = null!;

    public override async ValueTask InitializeAsync()
    {
        backends = await AppBackends.StartAsync(Run, new AppBackendsOptions(RealRedis: true));
        server = await backends.StartServerAsync();
        agency = await TestAgency.AddAsync(server, "acme");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await backends.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_is_let_in_unchecked_and_travelers_send_requests_until_it_is_back()
    {
        using var program = await ApiClient.SignInAsync(server, "acme", agency.AdminEmail);
        using var browser = server.NewClient("acme");
        using (await Features.Account.PlainForm.SignInAsync(browser, agency.AdminEmail, TestAgency.Password)) { }
        using var traveler = server.NewClient("acme");
        using (await traveler.GetAsync(new Uri("/", UriKind.Relative))) { }

        await backends.RealRedis.StopAsync();

        // A yes from before serves for a second at most.
        await SessionSteps.UntilAsync(async () => await program.AskAsync() == HttpStatusCode.ServiceUnavailable);
        using (var page = await browser.GetAsync(new Uri("/admin/requests", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            Assert.True(page.Headers.RetryAfter?.Delta <= TimeSpan.FromSeconds(10));
            var text = await page.Content.ReadAsStringAsync();
            Assert.Contains("We cannot check your sign-in", text);
            Assert.Contains("data-retry", text);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await program.RefreshAsync());
        // The keys themselves are in the main database: this one is not among them, and nothing breaks over it.
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWithUnknownKeyAsync());
        using (
            var signIn = await Features.Account.PlainForm.SignInAsync(traveler, agency.AdminEmail, TestAgency.Password)
        )
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, signIn.StatusCode);
        }
        await SendRequestAsync(traveler, "while-away@example.com");
        // Also somebody from the agency, whose sign-in cannot be checked, but who need not be signed in for this.
        await SendRequestAsync(browser, "from-the-agency@example.com");

        await backends.RealRedis.StartAgainAsync();

        await SessionSteps.UntilAsync(async () => await program.AskAsync() == HttpStatusCode.OK, 30);
        using var again = await browser.GetAsync(new Uri("/admin/requests", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task What_ended_while_it_was_away_does_not_come_back_with_it()
    {
        using var program = await ApiClient.SignInAsync(server, "acme", agency.AdminEmail);
        var visitor = await OpenAsync();
        visitor.Expect("503|Failed to load resource");
        await visitor.SignInAsync(server, agency);
        await visitor.Page.GoLiveAsync(server, "acme", "/admin/requests");
        await backends.RealRedis.StopAsync();

        await server.DisableAsync(agency.AdminEmail);

        // The page ends at once, though no Redis passes it on; what comes instead can only say that it must wait.
        await Expect(visitor.Page.Locator(".desk-page")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await program.AskAsync());

        await backends.RealRedis.StartAgainAsync();

        var answers = new List<HttpStatusCode>();
        await SessionSteps.UntilAsync(
            async () =>
            {
                answers.Add(await program.AskAsync());
                return answers[^1] == HttpStatusCode.Unauthorized;
            },
            30
        );
        Assert.DoesNotContain(HttpStatusCode.OK, answers);
        await using var db = await server.MainAsync();
        await SessionSteps.UntilAsync(async () =>
            !await db.SessionEndings.AnyAsync(ending => ending.CarriedOutAt == null)
        );
    }

    [Fact]
    public async Task Signing_out_works_meanwhile_and_holds_when_it_is_back()
    {
        using var browser = server.NewClient("acme");
        using var signedIn = await Features.Account.PlainForm.SignInAsync(
            browser,
            agency.AdminEmail,
            TestAgency.Password
        );
        using var copy = server.NewClient("acme");
        copy.DefaultRequestHeaders.Add(
            "Cookie",
            string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]))
        );
        await backends.RealRedis.StopAsync();

        using var left = await SequenceTests.SignOutAsync(browser);

        Assert.Equal("/login", left.Headers.Location!.ToString());
        await backends.RealRedis.StartAgainAsync();
        var answers = new List<HttpStatusCode>();
        await SessionSteps.UntilAsync(
            async () =>
            {
                using var page = await copy.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
                answers.Add(page.StatusCode);
                return page.StatusCode == HttpStatusCode.Unauthorized;
            },
            30
        );
        Assert.DoesNotContain(HttpStatusCode.OK, answers);
    }

    [Fact]
    public async Task A_session_that_a_crash_brought_back_is_ended_before_anybody_comes_in_with_it()
    {
        using var program = await ApiClient.SignInAsync(server, "acme", agency.AdminEmail);
        var store = server.Services.GetRequiredService<SessionStore>();
        var user = await server.UserAsync(agency.AdminEmail);
        Assert.Equal(HttpStatusCode.NoContent, await program.SignOutAsync());
        var token = new JsonWebToken(program.Access);

        await backends.RealRedis.KillAsync();
        await backends.RealRedis.StartAgainAsync();
        // What a Redis forgets that loses its last second: that the session was removed and its token struck out.
        await using (
            var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(
                backends.RealRedis.ConnectionString
            )
        )
        {
            var db = redis.GetDatabase();
            var session = token.GetClaim(TokenClaims.Session).Value;
            await db.StringSetAsync(SessionKeys.Token(user.TenantId, token.Id), $"{user.Id}:{session}");
            await db.HashSetAsync(
                SessionKeys.Session(user.TenantId, session),
                [
                    new("user", user.Id),
                    new("tokens", $"{token.Id}:{DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeMilliseconds()}"),
                    new("seen", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
                    new("until", DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeMilliseconds()),
                ]
            );
        }
        await SessionSteps.UntilAsync(async () => await program.AskAsync() != HttpStatusCode.ServiceUnavailable, 30);

        Assert.Equal(HttpStatusCode.Unauthorized, await program.AskAsync());
        Assert.Equal([], await store.OfAsync(user.TenantId, user.Id));
    }

    [Fact]
    public async Task An_open_desk_says_so_keeps_what_was_typed_and_goes_on_afterwards()
    {
        await using (var lease = await server.Services.GetRequiredService<TenantDatabases>().OpenAsync(agency.Tenant))
        { }
        var visitor = await OpenAsync();
        visitor.Expect("503|Failed to load resource");
        await visitor.SignInAsync(server, agency);
        await visitor.Page.GoLiveAsync(server, "acme", "/admin/requests");
        var search = visitor.Page.Locator("[data-search]");
        await search.FillAsync("half-typed");
        var outage = visitor.Page.GetByText("Sign-ins cannot be checked");

        await backends.RealRedis.StopAsync();

        await Expect(outage).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await visitor.AxeCheckAsync();
        await visitor.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Repository.PathTo("TestResults", "outage-desk.png") }
        );
        // A second page finds nobody who could check it: it says so, and opens by itself when that has changed.
        var second = await visitor.NewTabAsync();
        await second.GotoAsync($"{server.Url("acme")}/admin/requests");
        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "We cannot check your sign-in" }))
            .ToBeVisibleAsync();
        await visitor.AxeCheckAsync(second);
        await second.ScreenshotAsync(
            new PageScreenshotOptions { Path = Repository.PathTo("TestResults", "outage-page.png") }
        );

        await backends.RealRedis.StartAgainAsync();

        await Expect(outage).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Expect(search).ToHaveValueAsync("half-typed");
        await Expect(second.Locator(".desk-page")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_traveler_sends_the_form_in_a_browser_while_it_is_away()
    {
        await backends.RealRedis.StopAsync();
        var traveler = await OpenAsync(new VisitorOptions(Device.Phone));
        await traveler.Page.GotoAsync(server.Url("acme"));
        await traveler.Page.GetByLabel("Destination").FillAsync("Lisbon");
        await traveler.Page.GetByLabel("Travel date").FillAsync(RequestingWorld.Day);
        await traveler.Page.GetByLabel("Email").FillAsync("browser@example.com");
        await traveler.Page.GetByLabel("Number of persons").FillAsync("2");
        await traveler.Page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(traveler.Page.GetByRole(AriaRole.Heading, new() { Name = "Request received" }))
            .ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task A_server_that_starts_while_it_is_away_takes_travelers_requests_and_signs_in_when_it_is_back()
    {
        await backends.RealRedis.StopAsync();

        var fresh = await backends.StartServerAsync();

        using var traveler = fresh.NewClient("acme");
        await SendRequestAsync(traveler, "fresh@example.com");
        await backends.RealRedis.StartAgainAsync();
        await SessionSteps.UntilAsync(
            async () =>
            {
                using var client = fresh.NewClient("acme");
                using var answer = await Features.Account.PlainForm.SignInAsync(
                    client,
                    agency.AdminEmail,
                    TestAgency.Password
                );
                return answer.StatusCode == HttpStatusCode.Found;
            },
            30
        );
    }

    private async Task SendRequestAsync(HttpClient client, string email)
    {
        var form = await PlainForm.OpenAsync(client);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        var sent = await form.SendAsync(
            client,
            ("Destination", "Lisbon"),
            ("TravelDate", RequestingWorld.Day),
            ("Email", email),
            ("NumPersons", "2")
        );
        Assert.True(sent.Status == HttpStatusCode.Found, string.Join("\n", server.Complaints));
        await using var lease = await server.Services.GetRequiredService<TenantDatabases>().OpenAsync(agency.Tenant);
        Assert.Equal(1, await lease.Db.TravelRequests.CountAsync(request => request.UserEmail == email));
    }

    /// <summary>A token by a key that this server would have to look for.</summary>
    private async Task<HttpStatusCode> AskWithUnknownKeyAsync()
    {
        var key = new SymmetricSecurityKey(new byte[32]) { KeyId = "unknown" };
        var token = new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = LoginTokenOptions.Issuer,
                SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
            }
        );
        using var client = server.NewClient("acme");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
        return answer.StatusCode;
    }
}
