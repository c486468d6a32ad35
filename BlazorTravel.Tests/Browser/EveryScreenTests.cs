using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Browser;

/// <summary>A development machine's server with its demo agencies.</summary>
public sealed class DemoServer(TestRun run) : IAsyncLifetime
{
    private AppBackends backends = null!;

    public AppServer Server { get; private set; } = null!;

    /// <summary>A request that the agency has answered, and its traveler's secret.</summary>
    public long RequestId { get; private set; }
    public string Token { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        backends = await AppBackends.StartAsync(run);
        Server = await backends.StartServerAsync(
            new AppOptions { Settings = new Dictionary<string, string?> { ["Demo:Enabled"] = "true" } }
        );
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await IsFilledAsync("acme", limit.Token) || !await IsFilledAsync("fjord", limit.Token))
        {
            await Task.Delay(100, limit.Token);
        }
    }

    public ValueTask DisposeAsync() => backends.DisposeAsync();

    private async Task<bool> IsFilledAsync(string subdomain, CancellationToken cancellationToken)
    {
        var directory = Server.Services.GetRequiredService<TenantDirectory>();
        if (await directory.FindAsync(subdomain, cancellationToken) is not { IsReady: true } agency)
        {
            return false;
        }
        await using var lease = await Server
            .Services.GetRequiredService<TenantDatabases>()
            .OpenAsync(agency, cancellationToken);
        var request = await lease
            .Db.TravelRequests.AsNoTracking()
            .Where(row => row.Events.Count > 3)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (subdomain == "acme" && request is not null)
        {
            (RequestId, Token) = (request.Id, request.AccessToken);
        }
        return request is not null && await lease.Db.TravelRequests.CountAsync(cancellationToken) >= 100;
    }
}

/// <summary>
/// Every screen as each kind of person, wide and narrow, light and dark: nothing serious for axe, no scrolling sideways, no
/// error on the console. With UPDATE_SCREENSHOTS=1 it takes the pictures of the README.
/// </summary>
public sealed class EveryScreenTests(TestRun run, DemoServer demo) : BrowserTest(run), IClassFixture<DemoServer>
{
    public static TheoryData<Device, ColorScheme> Looks =>
        new()
        {
            { Device.Desktop, ColorScheme.Light },
            { Device.Desktop, ColorScheme.Dark },
            { Device.Phone, ColorScheme.Light },
            { Device.Phone, ColorScheme.Dark },
        };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_traveler_sees_every_page_as_it_should_be(Device device, ColorScheme colors)
    {
        var visitor = await OpenAsync(new VisitorOptions(device, colors));
        await SeeAsync(
            visitor,
            "acme",
            "/",
            device == Device.Phone && colors == ColorScheme.Light ? "request-phone" : null
        );
        await SeeAsync(visitor, "fjord", "/");
        await SeeAsync(visitor, "acme", $"/r/{demo.Token}");
        await SeeAsync(visitor, "acme", $"/r/{demo.Token}/received");
        await SeeAsync(visitor, "acme", "/privacy");
        await SeeAsync(visitor, "acme", "/login");
        await SeeAsync(visitor, "acme", "/account/forgot");
        await SeeAsync(visitor, null, "/");
        visitor.Expect("404");
        await SeeAsync(visitor, "acme", "/no-such-page");
        await SeeAsync(visitor, "nobody", "/");
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task An_agent_sees_every_page_as_it_should_be(Device device, ColorScheme colors)
    {
        var visitor = await OpenAsync(new VisitorOptions(device, colors));
        await SignInAsync(visitor, demo.Server.Url("acme"), "admin@acme.example", "Acme-Travel-2026");
        var pictured = device == Device.Desktop && colors == ColorScheme.Light;
        await SeeAsync(visitor, "acme", "/admin", pictured ? "dashboard" : null);
        await SeeAsync(visitor, "acme", "/admin/requests", pictured ? "queue" : null);
        await SeeAsync(
            visitor,
            "acme",
            $"/admin/requests/{demo.RequestId}",
            device == Device.Desktop && colors == ColorScheme.Dark ? "request-dark" : null
        );
        await SeeAsync(visitor, "acme", "/admin/requests?q=nothing-like-this");
        await SeeAsync(visitor, "acme", "/admin/mail");
        await SeeAsync(visitor, "acme", "/admin/settings");
        await SeeAsync(visitor, "acme", "/admin/users");
        await SeeAsync(visitor, "acme", "/admin/api-keys");
        await SeeAsync(visitor, "acme", "/account");
        await SeeAsync(visitor, "acme", "/account/password");
        await SeeAsync(visitor, "acme", "/account/two-step");
        await SeeAsync(visitor, "acme", "/account/passkeys");
        await SeeAsync(visitor, "acme", "/admin/audit");
        await SeeAsync(visitor, "acme", "/admin/audit?q=nothing-like-this");
        await SeeAsync(visitor, "acme", "/account/sessions");
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_superadmin_sees_every_page_as_it_should_be(Device device, ColorScheme colors)
    {
        var visitor = await OpenAsync(new VisitorOptions(device, colors));
        await SignInAsync(visitor, demo.Server.Url(), AppBackends.SuperadminEmail, AppBackends.SuperadminPassword);
        await SeeAsync(visitor, null, "/superadmin/tenants");
        await SeeAsync(visitor, null, "/superadmin/tenants/1");
        await SeeAsync(visitor, null, "/superadmin/audit");
        await SeeAsync(visitor, null, "/superadmin/audit?agency=nobody");
        await SeeAsync(visitor, null, "/account/sessions");
    }

    private async Task SeeAsync(Visitor visitor, string? subdomain, string path, string? picture = null)
    {
        await visitor.Page.GotoAsync(
            demo.Server.Url(subdomain) + path,
            new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle }
        );
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".skeleton, [aria-busy=true]")).ToHaveCountAsync(0);
        await visitor.AssertNoSidewaysScrollAsync();
        await visitor.AxeCheckAsync();
        if (picture is not null)
        {
            await visitor.ScreenshotAsync(picture);
        }
    }

    private static async Task SignInAsync(Visitor visitor, string url, string email, string password)
    {
        await visitor.Page.GotoAsync($"{url}/login");
        await visitor.Page.GetByLabel("Email").FillAsync(email);
        await visitor.Page.GetByLabel("Password").FillAsync(password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(address => !address.EndsWith("/login", StringComparison.Ordinal));
    }
}
