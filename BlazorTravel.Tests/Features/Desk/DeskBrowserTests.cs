using System.Diagnostics;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Requesting;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>The desk as agents use it, on two servers.</summary>
public sealed class DeskBrowserTests(TestRun run, AppFixture app) : BrowserTest(run), IClassFixture<AppFixture>
{
    private static int agencies;
    private TestAgency agency = null!;
    private DeskScope desk = null!;

    public override async ValueTask InitializeAsync()
    {
        agency = await TestAgency.AddAsync(app.Server, $"browse{Interlocked.Increment(ref agencies)}");
        await agency.AddPersonAsync(app.Server, $"ben@{agency.Tenant.Subdomain}.example", AgencyRole.Agent);
        desk = new DeskScope(app.Server, agency);
    }

    public override async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_new_request_appears_within_a_second_on_every_server()
    {
        await desk.AddAsync("Lisbon");
        var second = await app.Backends.StartServerAsync();
        var (ana, ben) = (await SignInAsync(app.Server), await SignInAsync(second, "ben"));
        await GoAsync(ana, "/admin/requests");
        await GoAsync(ben, "/admin");
        await SubmitAsync("Warm-up");
        await Assertions.Expect(ana.Page.GetByText("Warm-up")).ToBeVisibleAsync();

        var watch = Stopwatch.StartNew();
        await SubmitAsync("Madeira");
        await Task.WhenAll(
            ana.Page.Locator("td", new() { HasText = "Madeira" }).WaitForAsync(),
            ben.Page.Locator(".latest", new() { HasText = "Madeira" }).WaitForAsync()
        );
        TestContext.Current.TestOutputHelper?.WriteLine($"Seen on both after {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Whoever_reads_further_down_is_told_instead_of_moved()
    {
        for (var i = 0; i < 26; i++)
        {
            await desk.AddAsync($"Place {i}");
        }
        var ana = await SignInAsync(app.Server);
        await GoAsync(ana, "/admin/requests?page=2");
        await SubmitAsync("Madeira");
        await SubmitAsync("Bali");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "2 new requests" }).ClickAsync();
        await Assertions.Expect(ana.Page.Locator("td", new() { HasText = "Bali" })).ToBeVisibleAsync();
        Assert.EndsWith("/admin/requests", ana.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_agents_keeps_what_was_typed_and_decides_again()
    {
        var request = await desk.AddAsync("Rome");
        var (ana, ben) = (await SignInAsync(app.Server), await SignInAsync(app.Server, "ben"));
        await GoAsync(ana, $"/admin/requests/{request.Id}");
        await GoAsync(ben, $"/admin/requests/{request.Id}");
        await ben.Page.GetByLabel("Note for colleagues").FillAsync("Half typed");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Mark as offered" }).ClickAsync();
        await ana.Page.GetByLabel("A word to").FillAsync("Here is our offer.");

        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Start working" }).ClickAsync();
        await ben
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Start working" })
            .ClickAsync();
        await Assertions.Expect(ana.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("marked it as In progress");
        await Assertions.Expect(ana.Page.GetByLabel("A word to")).ToHaveValueAsync("Here is our offer.");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Mark as offered anyway" }).ClickAsync();

        await Assertions.Expect(ben.Page.Locator(".request-head")).ToContainTextAsync("Offered");
        await Assertions.Expect(ben.Page.GetByLabel("Note for colleagues")).ToHaveValueAsync("Half typed");
        await ben.Page.ReloadAsync();
        await Assertions.Expect(ben.Page.GetByLabel("Note for colleagues")).ToHaveValueAsync("Half typed");
    }

    [Fact]
    public async Task An_agent_works_without_a_mouse()
    {
        await desk.AddAsync("Lisbon");
        var rome = await desk.AddAsync("Rome");
        await desk.AddAsync("Oslo");
        var ana = await SignInAsync(app.Server);
        await GoAsync(ana, "/admin/requests");
        var keys = ana.Page.Keyboard;
        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await Assertions.Expect(ana.Page.GetByText("2 selected")).ToBeVisibleAsync();
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Start working" }).PressAsync("Enter");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).PressAsync("Enter");
        await Assertions.Expect(ana.Page.GetByText("Taken back")).ToBeVisibleAsync();

        await keys.PressAsync("/");
        await keys.TypeAsync("rome");
        await keys.PressAsync("Enter");
        await ana.Page.WaitForURLAsync("**/requests?q=rome");
        await Assertions.Expect(ana.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await keys.PressAsync("j");
        await keys.PressAsync("Enter");
        await ana.Page.WaitForURLAsync($"**/requests/{rome.Id}?q=rome");
        await keys.PressAsync("Escape");
        await ana.Page.WaitForURLAsync("**/requests?q=rome");
        await ana.Page.GoBackAsync();
        await Assertions.Expect(ana.Page.Locator(".request-head")).ToContainTextAsync("Rome");
    }

    [Theory]
    [InlineData(Device.Desktop, ColorScheme.Light)]
    [InlineData(Device.Desktop, ColorScheme.Dark)]
    [InlineData(Device.Phone, ColorScheme.Light)]
    public async Task Every_screen_is_usable_for_everybody(Device device, ColorScheme scheme)
    {
        var request = await desk.AddAsync("Lisbon", name: "Zoe With-A-Rather-Long-Name");
        for (var i = 0; i < 26; i++)
        {
            await desk.AddAsync($"Place {i}", persons: 1 + i % 9, age: TimeSpan.FromHours(i * 9));
        }
        var ana = await SignInAsync(app.Server, device: device, scheme: scheme);
        foreach (
            var path in (string[])
                [
                    "/admin",
                    "/admin/requests",
                    $"/admin/requests/{request.Id}?unread=yes",
                    "/admin/requests?status=booked",
                ]
        )
        {
            await GoAsync(ana, path);
            await ana.AxeCheckAsync();
            await ana.AssertNoSidewaysScrollAsync();
        }
    }

    private async Task<Visitor> SignInAsync(
        AppServer server,
        string? name = null,
        Device device = Device.Desktop,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        var subdomain = agency.Tenant.Subdomain;
        var visitor = await OpenAsync(new VisitorOptions(device, scheme, BaseUrl: server.Url(subdomain)));
        await visitor.Page.GotoAsync("/login");
        await visitor.Page.GetByLabel("Email").FillAsync($"{name ?? "admin"}@{subdomain}.example");
        await visitor.Page.GetByLabel("Password").FillAsync(TestAgency.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/admin");
        return visitor;
    }

    // Before that it is plain HTML.
    private static async Task GoAsync(Visitor visitor, string path)
    {
        await visitor.Page.GotoAsync(path);
        await visitor.Page.WaitForFunctionAsync("() => document.documentElement.dataset.desk === 'live'");
    }

    private async Task SubmitAsync(string destination) =>
        await desk.Get<SubmitTravelRequest>()
            .RunAsync(
                new TripDetails(destination, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(40), "zoe@example.com", 2),
                Guid.NewGuid(),
                "en",
                TestContext.Current.CancellationToken
            );
}
