using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Browser;

/// <summary>
/// The main job from end to end, by real people's means: two servers on one PostgreSQL and one Redis, a real SMTP server, a
/// browser each for superadmin, administrator, and travelers with and without JavaScript.
/// </summary>
public sealed class JourneyTests(TestRun run, AppFixture app) : BrowserTest(run), IClassFixture<AppFixture>
{
    private const string AdminEmail = "nora@northwind.example";
    private const string AdminPassword = "a-long-walk-in-the-fells";

    [Fact]
    public async Task An_agency_is_created_a_traveler_asks_and_the_agency_answers()
    {
        var second = await app.Backends.StartServerAsync(new AppOptions { BaseDomain = app.Server.BaseDomain });
        await CreateAgencyAsync("Northwind Journeys", "northwind");

        var admin = await AcceptInvitationAsync();
        await admin.Page.GotoAsync($"{app.Server.Url("northwind")}/admin/requests");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Requests", Exact = true }))
            .ToBeVisibleAsync();

        // Somebody else's browser on the other server, too: what is sent there must show up here.
        var traveler = await OpenAsync(new VisitorOptions(Device.Phone));
        var reference = await SendRequestAsync(
            traveler,
            second.Url("northwind"),
            "Lisbon, Portugal",
            "ada@traveler.example"
        );
        await Expect(Row(admin.Page, "ada@traveler.example")).ToBeVisibleAsync(new() { Timeout = 5000 });

        var confirmation = await app.Mail.WaitForAsync(mail =>
            mail.IsTo("ada@traveler.example") && mail.Message.Subject!.Contains(reference, StringComparison.Ordinal)
        );
        var notice = await app.Mail.WaitForAsync(mail =>
            mail.IsTo(AdminEmail) && mail.Message.Subject!.Contains("Lisbon", StringComparison.Ordinal)
        );
        Assert.NotNull(notice.Message.MessageId);

        await MarkAsOfferedAsync(admin, "ada@traveler.example", "We found two quiet hotels near the castle.");
        var answer = await app.Mail.WaitForAsync(mail =>
            mail.IsTo("ada@traveler.example")
            && mail.Text!.Contains("two quiet hotels near the castle", StringComparison.Ordinal)
        );
        Assert.Contains(confirmation.Message.MessageId!, answer.Message.References);

        await traveler.Page.GotoAsync(OwnPage(confirmation));
        await Expect(traveler.Page.GetByText("We found two quiet hotels near the castle.")).ToBeVisibleAsync();
        await traveler.AxeCheckAsync();
        await traveler.AssertNoSidewaysScrollAsync();
        await traveler.ScreenshotAsync("own-page-phone");
    }

    [Fact]
    public async Task A_traveler_without_JavaScript_gets_as_far()
    {
        await TestAgency.AddAsync(app.Server, "plain", "Plain Travel");
        var traveler = await OpenAsync(new VisitorOptions(Device.Phone, JavaScript: false));
        traveler.Expect("422"); // how a form with a mistake in it is answered
        await traveler.Page.GotoAsync(app.Server.Url("plain"));

        await traveler.Page.GetByLabel("Destination").FillAsync("Oslo, Norway");
        await traveler.Page.GetByLabel("Email").FillAsync("not an address");
        await traveler.Page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(traveler.Page.GetByLabel("Destination")).ToHaveValueAsync("Oslo, Norway");
        await Expect(traveler.Page.GetByLabel("Email")).ToHaveValueAsync("not an address");
        await Expect(traveler.Page.GetByLabel("Email")).ToHaveAttributeAsync("aria-invalid", "true");

        await FillAsync(traveler.Page, "Oslo, Norway", "grace@traveler.example");
        await traveler.Page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(traveler.Page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        var confirmation = await app.Mail.WaitForAsync(mail => mail.IsTo("grace@traveler.example"));
        await traveler.Page.GotoAsync(OwnPage(confirmation));
        await Expect(traveler.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Oslo");

        await traveler.Page.ReloadAsync();
        Assert.Single(app.Mail.Received, mail => mail.IsTo("grace@traveler.example"));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var line in app.Server.Complaints)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line.ToString());
        }
        await base.DisposeAsync();
    }

    private async Task CreateAgencyAsync(string name, string subdomain)
    {
        var superadmin = await OpenAsync();
        await SignInAsync(superadmin, app.Server.Url(), AppBackends.SuperadminEmail, AppBackends.SuperadminPassword);
        await superadmin.Page.WaitForURLAsync("**/superadmin/tenants");
        await superadmin.AxeCheckAsync();
        await superadmin.Page.GetByRole(AriaRole.Button, new() { Name = "New agency" }).ClickAsync();
        await superadmin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await superadmin.Page.GetByLabel("Subdomain").FillAsync(subdomain);
        await superadmin.Page.GetByLabel("Admin email").FillAsync(AdminEmail);
        await superadmin.AxeCheckAsync();
        await superadmin.Page.GetByRole(AriaRole.Button, new() { Name = "Create agency" }).ClickAsync();
        await Expect(superadmin.Page.GetByText($"Invitation sent to {AdminEmail}"))
            .ToBeVisibleAsync(new() { Timeout = 15000 });
        await superadmin.ScreenshotAsync("new-agency");
    }

    private async Task<Visitor> AcceptInvitationAsync()
    {
        var invitation = await app.Mail.WaitForAsync(mail => mail.IsTo(AdminEmail));
        var admin = await OpenAsync();
        await admin.Page.GotoAsync(
            invitation.Links.First(link => link.AbsolutePath == "/account/invitation").ToString()
        );
        await admin.AxeCheckAsync();
        await admin.Page.GetByLabel("New password").FillAsync(AdminPassword);
        await admin.Page.GetByLabel("Repeat password").FillAsync(AdminPassword);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await admin.Page.WaitForURLAsync("**/admin");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Dashboard" })).ToBeVisibleAsync();
        return admin;
    }

    /// <summary>Fills the form in with JavaScript at work, sends it, and answers the reference that is shown.</summary>
    private static async Task<string> SendRequestAsync(Visitor traveler, string url, string destination, string email)
    {
        await traveler.Page.GotoAsync(url);
        await traveler.AxeCheckAsync();
        await traveler.AssertNoSidewaysScrollAsync();
        await FillAsync(traveler.Page, destination, email);
        await traveler.Page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(traveler.Page.GetByRole(AriaRole.Heading, new() { Name = "Request received" })).ToBeVisibleAsync();
        await traveler.AxeCheckAsync();
        var text = await traveler.Page.Locator("main").InnerTextAsync();
        return Regex.Match(text, @"\b[0-9A-Z]{3}-[0-9A-Z]{4}\b").Value;
    }

    private static async Task FillAsync(IPage page, string destination, string email)
    {
        await page.GetByLabel("Destination").FillAsync(destination);
        await page.GetByLabel("Travel date")
            .FillAsync(
                TimeProvider
                    .System.GetUtcNow()
                    .AddDays(40)
                    .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            );
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Number of persons").FillAsync("2");
    }

    private static async Task MarkAsOfferedAsync(Visitor admin, string who, string message)
    {
        await Row(admin.Page, who).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Mark as offered" })).ToBeVisibleAsync();
        await admin.AxeCheckAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Mark as offered" }).ClickAsync();
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(message);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Mark as offered" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(admin.Page.GetByText(message)).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(Visitor visitor, string url, string email, string password)
    {
        await visitor.Page.GotoAsync($"{url}/login");
        await visitor.AxeCheckAsync();
        await visitor.Page.GetByLabel("Email").FillAsync(email);
        await visitor.Page.GetByLabel("Password").FillAsync(password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static ILocator Row(IPage page, string who) => page.GetByRole(AriaRole.Link, new() { Name = who }).First;

    private static string OwnPage(ReceivedMail mail) =>
        mail.Links.First(link => link.AbsolutePath.StartsWith("/r/", StringComparison.Ordinal)).ToString();
}
