using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Features.Requesting;

/// <summary>The traveler's pages as a person has them, with a circuit, without one, and while one comes up.</summary>
public sealed class InBrowserTests(TestRun run, RequestingWorld world)
    : BrowserTest(run),
        IClassFixture<RequestingWorld>
{
    private string Start => world.Server.Url("acme") + "/";

    [Theory]
    [InlineData(Device.Desktop, ColorScheme.Light, true)]
    [InlineData(Device.Phone, ColorScheme.Dark, true)]
    [InlineData(Device.Phone, ColorScheme.Light, false)]
    public async Task A_traveler_sends_a_request_and_follows_it(Device device, ColorScheme colors, bool scripts)
    {
        var visitor = await OpenAsync(new VisitorOptions(device, colors, JavaScript: scripts));
        var page = visitor.Page;
        var email = $"browser-{device}-{colors}-{scripts}@example.com".ToLowerInvariant();
        await page.GotoAsync(Start);
        if (scripts)
        {
            await CircuitAsync(page);
            await visitor.AxeCheckAsync();
            await visitor.AssertNoSidewaysScrollAsync();
        }

        await page.GetByLabel("Destination").FillAsync("Lisbon");
        await page.GetByLabel("Travel date").FillAsync(RequestingWorld.Day);
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Number of persons").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        var request = Assert.Single(await world.RequestsOfAsync(email));
        Assert.Equal(("Lisbon", 3), (request.Destination, request.NumPersons));
        await Expect(page.GetByText(RequestReference.Format(request.Reference))).ToBeVisibleAsync();
        if (scripts)
        {
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
            await visitor.AxeCheckAsync();
            await visitor.AssertNoSidewaysScrollAsync();
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Follow your request" }).ClickAsync();
        await Expect(page.GetByText("Acme Voyages has your request")).ToBeVisibleAsync();
        if (scripts)
        {
            await visitor.AxeCheckAsync();
            await visitor.AssertNoSidewaysScrollAsync();
        }
    }

    [Fact]
    public async Task What_is_typed_before_the_circuit_is_up_stays_and_so_does_the_cursor()
    {
        var visitor = await OpenAsync();
        var page = visitor.Page;
        var script = new TaskCompletionSource();
        await page.RouteAsync(
            "**/_framework/blazor.web*.js",
            async route =>
            {
                await script.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync(Start, new() { WaitUntil = WaitUntilState.Commit });
        await page.GetByLabel("Travel date").FillAsync(RequestingWorld.Day);
        await page.GetByText("More about your trip").ClickAsync();
        await page.GetByLabel("Anything else").FillAsync("early bird");
        await page.GetByLabel("Email").FillAsync("early@example.com");
        await page.GetByLabel("Destination").PressSequentiallyAsync("Lis");

        script.SetResult();
        await CircuitAsync(page);

        await page.Keyboard.TypeAsync("bon");
        await Expect(page.GetByLabel("Destination")).ToHaveValueAsync("Lisbon");
        await Expect(page.GetByLabel("Travel date")).ToHaveValueAsync(RequestingWorld.Day);
        await Expect(page.GetByLabel("Anything else")).ToHaveValueAsync("early bird");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();

        var request = Assert.Single(await world.RequestsOfAsync("early@example.com"));
        Assert.Equal(("Lisbon", "early bird"), (request.Destination, request.Notes));
    }

    [Fact]
    public async Task Errors_of_a_plain_post_live_on_in_the_circuit()
    {
        var visitor = await OpenAsync();
        visitor.Expect("422");
        var page = visitor.Page;
        await page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        visitor.Expect("_blazor|Failed to fetch|negotiat|circuit");
        await page.GotoAsync(Start);
        await page.GetByLabel("Email").FillAsync("nobody");
        await page.UnrouteAllAsync();
        await page.EvalOnSelectorAsync("form[data-travel-request]", "form => form.submit()");

        await CircuitAsync(page);
        await Expect(page.Locator(".error-summary a")).ToHaveCountAsync(3);
        await Expect(page.GetByLabel("Email")).ToHaveValueAsync("nobody");

        await page.GetByLabel("Email").FillAsync("mended@example.com");
        await page.GetByLabel("Destination").FillAsync("Porto");
        await page.GetByLabel("Travel date").FillAsync(RequestingWorld.Day);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        Assert.Single(await world.RequestsOfAsync("mended@example.com"));
    }

    [Fact]
    public async Task A_double_click_makes_one_request()
    {
        var visitor = await OpenAsync();
        var page = visitor.Page;
        await page.GotoAsync(Start);
        await CircuitAsync(page);
        await FillAsync(page, "twice@example.com");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).DblClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        Assert.Single(await world.RequestsOfAsync("twice@example.com"));
    }

    [Fact]
    public async Task With_the_keyboard_alone_one_finds_the_errors_a_suggestion_and_the_button()
    {
        var visitor = await OpenAsync();
        var page = visitor.Page;
        await page.GotoAsync(Start);
        await CircuitAsync(page);

        await page.GetByLabel("Destination").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".error-summary")).ToBeFocusedAsync();
        await visitor.AxeCheckAsync();

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Destination")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("lisb");
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Lisbon");
        await visitor.AxeCheckAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Destination")).ToHaveValueAsync("Lisbon, Portugal");
        await Expect(page.GetByRole(AriaRole.Listbox, new() { Name = "Suggestions" })).ToBeHiddenAsync();

        await page.GetByLabel("Travel date").FillAsync(RequestingWorld.Day);
        await page.GetByLabel("Email").FillAsync("keys@example.com");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        Assert.Equal("Lisbon, Portugal", Assert.Single(await world.RequestsOfAsync("keys@example.com")).Destination);
    }

    [Fact]
    public async Task The_last_error_is_mended_and_sent_with_one_press()
    {
        var visitor = await OpenAsync(new VisitorOptions(Device.Phone));
        var page = visitor.Page;
        await page.GotoAsync(Start);
        await CircuitAsync(page);
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Send request" });
        await send.ClickAsync();
        await Expect(page.Locator(".error-summary")).ToBeFocusedAsync();
        await FillAsync(page, "mistyped");
        await page.GetByLabel("Number of persons").FocusAsync();
        await Expect(page.Locator(".error-summary a")).ToHaveCountAsync(1);
        await page.GetByLabel("Email").FillAsync("press@example.com");
        await send.ScrollIntoViewIfNeededAsync();

        // As a slow finger does: what the field's error took up is gone before it lifts.
        var box = (await send.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + box.Height - 4);
        await page.Mouse.DownAsync();
        await Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);
        await page.Mouse.UpAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        Assert.Single(await world.RequestsOfAsync("press@example.com"));
    }

    [Fact]
    public async Task A_form_whose_circuit_is_lost_is_sent_all_the_same()
    {
        var visitor = await OpenAsync();
        var page = visitor.Page;
        await page.GotoAsync(Start);
        await CircuitAsync(page);
        await FillAsync(page, "lost@example.com");
        // What the shell shows while it tries to get the circuit back.
        await page.EvaluateAsync("document.getElementById('components-reconnect-modal').hidden = false");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        Assert.Single(await world.RequestsOfAsync("lost@example.com"));
    }

    [Fact]
    public async Task A_draft_survives_loading_the_page_again_and_goes_once_it_is_sent()
    {
        var visitor = await OpenAsync();
        var page = visitor.Page;
        await page.GotoAsync(Start);
        await CircuitAsync(page);
        await FillAsync(page, "draft@example.com");
        await page.GetByText("More about your trip").ClickAsync();
        await page.GetByLabel("Your name").FillAsync("Ana");

        await page.ReloadAsync();
        await CircuitAsync(page);
        await Expect(page.GetByLabel("Email")).ToHaveValueAsync("draft@example.com");
        await Expect(page.GetByLabel("Your name")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        Assert.Equal("Ana", Assert.Single(await world.RequestsOfAsync("draft@example.com")).TravelerName);

        await page.GotoAsync(Start);
        await CircuitAsync(page);
        await Expect(page.GetByLabel("Email")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_change_at_the_agency_shows_on_the_open_page()
    {
        var visitor = await OpenAsync(new VisitorOptions(Locale: "de-DE"));
        var page = visitor.Page;
        await page.GotoAsync(Start);
        await CircuitAsync(page);
        await page.GetByLabel("Reiseziel").FillAsync("Lissabon");
        await page.GetByLabel("Reisedatum").FillAsync(RequestingWorld.Day);
        await page.GetByLabel("E-Mail").FillAsync("live@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Anfrage senden" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Anfrage verfolgen" }).ClickAsync();
        await Expect(page.GetByText("Acme Voyages hat Ihre Anfrage")).ToBeVisibleAsync();

        await using (var lease = await world.OpenAsync())
        {
            var request = await lease
                .Db.TravelRequests.Include(row => row.Events)
                .SingleAsync(row => row.UserEmail == "live@example.com");
            Assert.Equal("de", request.Culture);
            request.ChangeStatus(RequestStatus.InProgress, new Actor(1, "Agent"), "Bis morgen!", DateTimeOffset.UtcNow);
            await lease.Db.SaveChangesAsync();
            world
                .Server.Services.GetRequiredService<Announcements>()
                .RequestChanged(world.Agency.Tenant.TenantId, request.Id, isNew: false);
        }

        await Expect(page.GetByText("Acme Voyages bereitet ein Angebot vor")).ToBeVisibleAsync();
        await Expect(page.GetByText("Bis morgen!")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_platform_s_own_start_page_is_good_on_a_phone()
    {
        var visitor = await OpenAsync(new VisitorOptions(Device.Phone));
        await visitor.Page.GotoAsync(world.Server.Url() + "/");

        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await visitor.AxeCheckAsync();
        await visitor.AssertNoSidewaysScrollAsync();
    }

    private static async Task FillAsync(IPage page, string email)
    {
        await page.GetByLabel("Destination").FillAsync("Lisbon");
        await page.GetByLabel("Travel date").FillAsync(RequestingWorld.Day);
        await page.GetByLabel("Email").FillAsync(email);
    }

    /// <summary>Until the form has been taken over by a circuit: only a plain one is sent by the shell's script.</summary>
    private static Task CircuitAsync(IPage page) =>
        Expect(page.Locator("form[data-travel-request]:not([data-send-once])")).ToBeVisibleAsync();
}
