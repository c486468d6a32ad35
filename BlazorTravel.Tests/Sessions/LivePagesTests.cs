using System.Net;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Sessions;

/// <summary>Open pages obey: whatever ends a session ends what is open with it, on every server.</summary>
public sealed class LivePagesTests(TestRun run, TwoServers servers) : BrowserTest(run), IClassFixture<TwoServers>
{
    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_other_on_another_server()
    {
        var agency = await TestAgency.AddAsync(servers.One, "tabs");
        var (here, there) = await OpenTwoAsync(agency);

        await here.Page.Locator("details.menu summary", new() { HasText = "Account" }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        // The page that was left goes where signing out leads, the other one where whoever is not signed in belongs.
        await Expect(here.Page).ToHaveURLAsync($"{servers.One.Url("tabs")}/login");
        await ExpectSignInAsync(there);
    }

    [Fact]
    public async Task Disabling_a_person_ends_their_pages_and_nobody_elses()
    {
        var agency = await TestAgency.AddAsync(servers.One, "dismissed");
        var other = await TestAgency.AddAsync(servers.One, "stays");
        var (here, there) = await OpenTwoAsync(agency);
        var (colleague, _) = await OpenTwoAsync(other);

        await servers.Two.DisableAsync(agency.AdminEmail);

        await ExpectSignInAsync(here.Page);
        await ExpectSignInAsync(there);
        await Expect(colleague.Page).ToHaveURLAsync($"{servers.One.Url("stays")}/admin/requests");
    }

    [Fact]
    public async Task Suspending_an_agency_ends_its_pages()
    {
        var agency = await TestAgency.AddAsync(servers.One, "closed");
        var (here, there) = await OpenTwoAsync(agency);
        here.Expect("503");

        await agency.ChangeAsync(servers.Two, (tenant, now) => tenant.Suspend(now));

        foreach (var page in new[] { here.Page, there })
        {
            await Expect(page.GetByText("closed Travel").First).ToBeVisibleAsync();
            await Expect(page.Locator(".desk-page")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_page_that_was_cut_off_meanwhile_cannot_be_taken_up_again()
    {
        var agency = await TestAgency.AddAsync(servers.One, "cut-off");
        var visitor = await OpenAsync();
        visitor.Expect("WebSocket|circuit|connection|negotiat|_blazor|ERR_FAILED|Failed to load");
        IWebSocketRoute? wire = null;
        await visitor.Page.RouteWebSocketAsync(
            url => url.Contains("_blazor", StringComparison.Ordinal),
            socket =>
            {
                wire = socket;
                socket.ConnectToServer();
            }
        );
        await visitor.SignInAsync(servers.One, agency);
        await visitor.Page.GoLiveAsync(servers.One, "cut-off", "/admin/requests");
        await visitor.Page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        await wire!.CloseAsync();
        await Expect(visitor.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();

        await servers.Two.DisableAsync(agency.AdminEmail);
        await visitor.Page.UnrouteAllAsync();

        await ExpectSignInAsync(visitor.Page);
    }

    [Fact]
    public async Task The_list_of_sign_ins_shows_each_and_ends_the_others()
    {
        var agency = await TestAgency.AddAsync(servers.One, "listed");
        var visitor = await OpenAsync();
        await visitor.SignInAsync(servers.One, agency);
        using var program = await ApiClient.SignInAsync(servers.Two, "listed", agency.AdminEmail);
        var (second, _) = await OpenTwoAsync(agency);

        await visitor.Page.GotoAsync($"{servers.One.Url("listed")}/account/sessions");
        await Expect(visitor.Page.Locator(".session")).ToHaveCountAsync(3);
        await Expect(visitor.Page.Locator(".session").First).ToContainTextAsync("This one");
        await Expect(visitor.Page.Locator(".session").First).ToContainTextAsync("Chrome on Linux");
        await visitor.AxeCheckAsync();
        await visitor.AssertNoSidewaysScrollAsync();
        await visitor.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Repository.PathTo("TestResults", "sessions.png"), FullPage = true }
        );

        await visitor.Page.SetViewportSizeAsync(390, 844);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visitor.AxeCheckAsync();
        await visitor.AssertNoSidewaysScrollAsync();
        await visitor.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Repository.PathTo("TestResults", "sessions-phone.png"), FullPage = true }
        );

        await visitor
            .Page.GetByRole(AriaRole.Button, new() { Name = "End the sign-in on Unknown device" })
            .ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("has ended");
        Assert.Equal(HttpStatusCode.Unauthorized, await program.AskAsync());

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "End all others" }).ClickAsync();
        await Expect(visitor.Page.GetByText("signed in here only now")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".session")).ToHaveCountAsync(1);
        await ExpectSignInAsync(second.Page);
    }

    [Fact]
    public async Task A_person_ends_only_their_own_sessions()
    {
        var agency = await TestAgency.AddAsync(servers.One, "own-only");
        using var mine = await ApiClient.SignInAsync(servers.One, "own-only", agency.AdminEmail);
        await agency.AddPersonAsync(servers.One, "ben@own-only.example", AgencyRole.Agent);
        using var bens = await ApiClient.SignInAsync(servers.One, "own-only", "ben@own-only.example");
        var sessions = servers.One.Services.GetRequiredService<SessionStore>();
        var ben = await servers.One.UserAsync("ben@own-only.example");
        var id = Assert.Single(await sessions.IdsOfAsync(ben.TenantId, ben.Id));

        await using var scope = servers.One.Services.CreateAsyncScope();
        var me = await servers.One.UserAsync(agency.AdminEmail);
        var own = Assert.Single(await sessions.IdsOfAsync(me.TenantId, me.Id));
        var asMe = new SignedInUser(me.Id, me.Email, me.ShownName, me.TenantId, "admin", "x", own);
        var end = scope.ServiceProvider.GetRequiredService<Web.Features.Account.Sessions.EndSessions>();

        Assert.False(await end.OneAsync(asMe, id, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, await bens.AskAsync());
    }

    private async Task<(Visitor, IPage)> OpenTwoAsync(TestAgency agency)
    {
        var visitor = await OpenAsync();
        await visitor.SignInAsync(servers.One, agency);
        await visitor.Page.GoLiveAsync(servers.One, agency.Tenant.Subdomain, "/admin/requests");
        var second = await visitor.NewTabAsync();
        await second.GoLiveAsync(servers.Two, agency.Tenant.Subdomain, "/admin/requests");
        return (visitor, second);
    }

    private static Task ExpectSignInAsync(IPage page) =>
        Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }))
            .ToBeVisibleAsync(new() { Timeout = 15_000 });
}
