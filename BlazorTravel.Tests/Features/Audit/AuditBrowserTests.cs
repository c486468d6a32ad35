using System.Text.RegularExpressions;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Desk.Detail;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>The activity log as people use it.</summary>
public sealed class AuditBrowserTests(TestRun run, AppFixture app) : BrowserTest(run), IClassFixture<AppFixture>
{
    private AuditWorld world = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        world = await AuditWorld.StartAsync(app.Server, "seen");
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var line in app.Server.Complaints)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line.ToString());
        }
        await world.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_an_admin_saves_is_in_the_log_with_who_where_before_and_after(Device device)
    {
        var admin = await OpenAsync(new VisitorOptions(device));
        var page = admin.Page;
        await SignInAsync(page);
        await page.GotoAsync(Url("/admin/audit"));
        await admin.AxeCheckAsync();
        // What is typed before the circuit is up would be lost.
        await page.GotoAsync(Url("/admin/settings"), new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.GetByLabel("Name").FillAsync("Seen & Co");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*note=saved$"));

        await page.GotoAsync(Url("/admin/audit?area=settings"));
        var row = page.Locator("tbody tr");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("Changed the settings");
        await Expect(row).ToContainTextAsync($"{world.Agency.Tenant.Subdomain} Travel");
        await Expect(row).ToContainTextAsync("Seen & Co");
        await Expect(row).ToContainTextAsync("Browser");
        await Expect(row).ToContainTextAsync(new Regex("127.0.0.1|::1"));
        // In the reader's own zone, by its name.
        await Expect(row.Locator("time")).ToHaveAttributeAsync("title", "Europe/Berlin");
        await admin.AssertNoSidewaysScrollAsync();
        await admin.AxeCheckAsync();
    }

    [Fact]
    public async Task The_log_is_filtered_by_keyboard_and_the_address_says_how()
    {
        await WorkAsync();
        var admin = await OpenAsync();
        var page = admin.Page;
        await SignInAsync(page);
        await page.GotoAsync(Url("/admin/audit"));
        await Expect(page.GetByText("Days in Europe/Berlin")).ToBeVisibleAsync();
        await page.GetByLabel("About").FocusAsync();
        await page.Keyboard.TypeAsync("request");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(@".*/admin/audit\?q=request$"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        await page.GetByLabel("Kind").SelectOptionAsync("Requests");
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2026-01-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page)
            .ToHaveURLAsync(new Regex(@".*/admin/audit\?area=request&q=request&from=2026-01-01&zone=Europe%2FBerlin$"));
        var ana = page.GetByRole(AriaRole.Link, new() { Name = "Ana" }).First;
        // The rows follow their new address a moment later.
        await Expect(ana).ToHaveAttributeAsync("href", new Regex("from=2026-01-01"));
        await ana.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/admin/audit\?person=1&area=request&.*$"));
        await Expect(page.GetByLabel("Person")).ToHaveValueAsync("1");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^request ") }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/admin/requests/[^/]*$"));
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/admin/audit$"));

        await page.GotoAsync(Url("/admin/audit?q=request"));
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Export as CSV" }).ClickAsync()
        );
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Equal(3, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
    }

    [Fact]
    public async Task The_log_can_be_read_and_filtered_without_script()
    {
        await WorkAsync();
        var admin = await OpenAsync(new VisitorOptions(JavaScript: false));
        var page = admin.Page;
        await SignInAsync(page);
        await page.GotoAsync(Url("/admin/audit"));
        await page.GetByLabel("Kind").SelectOptionAsync("Requests");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.GetByText("Days in UTC")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Older_entries_are_a_link_away_and_back()
    {
        await using (var lease = await world.Desk.OpenAsync())
        {
            lease.Db.AuditEntries.AddRange(
                Enumerable
                    .Range(0, 60)
                    .Select(i =>
                        BlazorTravel.Domain.Audit.AuditEntry.Write(
                            DateTimeOffset.UtcNow.AddMinutes(-i - 5),
                            new(null, "Traveler", null, "browser"),
                            "request.received",
                            $"request:{i}"
                        )
                    )
            );
            await lease.Db.SaveChangesAsync();
        }
        var admin = await OpenAsync();
        await SignInAsync(admin.Page);
        await admin.Page.GotoAsync(Url("/admin/audit?area=request"));
        await Expect(admin.Page.Locator("tbody tr")).ToHaveCountAsync(50);
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(admin.Page.Locator("tbody tr")).ToHaveCountAsync(10);
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Expect(admin.Page.Locator("tbody tr")).ToHaveCountAsync(50);
    }

    [Fact]
    public async Task An_agent_is_not_offered_the_log()
    {
        var email = $"agent@{world.Agency.Tenant.Subdomain}.example";
        await world.Agency.AddPersonAsync(app.Server, email, AgencyRole.Agent);
        var agent = await OpenAsync();
        await SignInAsync(agent.Page, email);
        await agent.Page.GotoAsync(Url("/admin"));
        await Expect(agent.Page.Locator(".rail a[href='/admin/mail']")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("a[href='/admin/audit']")).ToHaveCountAsync(0);
        var admin = await OpenAsync();
        await SignInAsync(admin.Page);
        await admin.Page.GotoAsync(Url("/admin"));
        await admin.Page.Locator(".rail a[href='/admin/audit']").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Activity log" })).ToBeVisibleAsync();
    }

    /// <summary>Ana works on a request: two entries.</summary>
    private async Task WorkAsync()
    {
        var request = await world.Desk.AddAsync();
        await world.Get<AddNote>().RunAsync(request.Id, "Likes cats", Desk.DeskScope.Ana);
        var view = (await world.Get<ReadRequest>().RunAsync(request.Id, markSeen: true))!;
        await world
            .Get<ChangeStatus>()
            .RunAsync(view.Id, view.Version, RequestStatus.Offered, null, Desk.DeskScope.Ana);
    }

    private string Url(string path) => app.Server.Url(world.Agency.Tenant.Subdomain) + path;

    private async Task SignInAsync(IPage page, string? email = null)
    {
        await page.GotoAsync(Url("/login"));
        await page.GetByLabel("Email").FillAsync(email ?? world.Agency.AdminEmail);
        await page.GetByLabel("Password").FillAsync(TestAgency.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/admin.*$"));
    }
}
