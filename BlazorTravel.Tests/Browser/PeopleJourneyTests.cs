using System.Text.RegularExpressions;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Browser;

/// <summary>An admin looks after the agency's people and keys, by mouse and by keyboard, on a desk and on a phone.</summary>
public sealed class PeopleJourneyTests(TestRun run, AppFixture app) : BrowserTest(run), IClassFixture<AppFixture>
{
    private const string Password = "a-long-walk-in-the-fells";

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task An_invited_agent_works_until_the_admin_disables_the_account(Device device)
    {
        var subdomain = $"people-{device}".ToLowerInvariant();
        var email = $"zoe@{subdomain}.example";
        var agency = await TestAgency.AddAsync(app.Server, subdomain, "Northwind Journeys");
        var admin = await OpenAsync(new VisitorOptions(device));
        await SignInAsync(admin, subdomain, agency.AdminEmail, TestAgency.Password);
        await OpenPeopleAsync(admin, device);
        await InviteAsync(admin, email);

        var agent = await AcceptAsync(email);
        await Expect(agent.Page.Locator($"a[href='/admin/users']")).ToHaveCountAsync(0);
        agent.Expect("403");
        await agent.Page.GotoAsync($"{app.Server.Url(subdomain)}/admin/users");
        await Expect(agent.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("This is not open to you");
        await agent.Page.GotoAsync($"{app.Server.Url(subdomain)}/admin/requests");
        await Expect(agent.Page.Locator("html[data-desk=live]")).ToBeAttachedAsync();

        await DisableAsync(admin);
        // Its open page leaves by itself; how fast is measured elsewhere.
        await Expect(agent.Page).ToHaveURLAsync(new Regex("/login"));
        await FillInAsync(agent, email, Password);
        await Expect(agent.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(admin.Page.GetByText("Zoe can sign in again.")).ToBeVisibleAsync();
        await FillInAsync(agent, email, Password);
        await agent.Page.WaitForURLAsync(address => !address.Contains("/login", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_one_admin_does_the_other_ones_open_page_shows()
    {
        var agency = await TestAgency.AddAsync(app.Server, "people-live");
        await agency.AddPersonAsync(app.Server, "ben@people-live.example", AgencyRole.Admin);
        var (ann, ben) = (await OpenAsync(), await OpenAsync());
        foreach (var (visitor, email) in new[] { (ann, agency.AdminEmail), (ben, "ben@people-live.example") })
        {
            await SignInAsync(visitor, "people-live", email, TestAgency.Password);
            await OpenPeopleAsync(visitor, Device.Desktop);
        }
        await InviteAsync(ann, "new@people-live.example");
        await Expect(ben.Page.GetByRole(AriaRole.Row, new() { Name = "new@people-live.example" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task By_keyboard_alone_an_agent_becomes_an_admin_and_escape_changes_nothing()
    {
        var agency = await TestAgency.AddAsync(app.Server, "people-keys");
        await agency.AddPersonAsync(app.Server, "cem@people-keys.example", AgencyRole.Agent);
        var admin = await OpenAsync();
        await SignInAsync(admin, "people-keys", agency.AdminEmail, TestAgency.Password);
        await OpenPeopleAsync(admin, Device.Desktop);
        var manage = admin.Page.GetByRole(AriaRole.Button, new() { Name = "Manage cem" });
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);

        await manage.FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToBeFocusedAsync();
        await admin.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(manage).ToBeFocusedAsync();

        await admin.Page.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "Agent" }).FocusAsync();
        await admin.Page.Keyboard.PressAsync("ArrowDown");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change role" }).FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Not now" })).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make cem an admin" }).FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Page.GetByText("cem is an admin now.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task An_API_key_is_shown_once_and_revoked(Device device)
    {
        var subdomain = $"keys-{device}".ToLowerInvariant();
        var agency = await TestAgency.AddAsync(app.Server, subdomain);
        var admin = await OpenAsync(new VisitorOptions(device));
        await SignInAsync(admin, subdomain, agency.AdminEmail, TestAgency.Password);
        await admin.Page.GotoAsync($"{app.Server.Url(subdomain)}/admin/api-keys");
        await Expect(admin.Page.GetByText("No API keys yet")).ToBeVisibleAsync();
        await ClickUntilAsync(admin, "New key");
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(dialog.GetByText("Give it a name")).ToBeVisibleAsync();
        await admin.AxeCheckAsync();
        await dialog.GetByLabel("Name").FillAsync("Website form");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var shown = dialog.GetByLabel("The key");
        var key = await shown.InputValueAsync();
        Assert.True(ApiKeyText.IsWellFormed(key));
        await admin.AxeCheckAsync();
        await admin.AssertNoSidewaysScrollAsync();
        await admin.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(dialog.Locator("[data-copied]")).ToBeVisibleAsync();
        Assert.Equal(key, await admin.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have stored it" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        Assert.DoesNotContain(key, await admin.Page.ContentAsync(), StringComparison.Ordinal);
        await Expect(admin.Page.GetByText($"{key[..12]}…")).ToBeVisibleAsync();
        await admin.AxeCheckAsync();

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke Website form" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Not now" })).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(admin.Page.GetByText("It opens nothing any more.")).ToBeVisibleAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke Website form" })).ToHaveCountAsync(0);
        await admin.AssertNoSidewaysScrollAsync();
    }

    private async Task OpenPeopleAsync(Visitor admin, Device device)
    {
        if (device == Device.Phone)
        {
            await admin.Page.Locator(".dock summary").ClickAsync();
            await admin.AxeCheckAsync();
        }
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "People", Exact = true }))
            .ToBeVisibleAsync();
        await Expect(admin.Page.Locator(".dock details[open]")).ToHaveCountAsync(0);
        await admin.AxeCheckAsync();
        await admin.AssertNoSidewaysScrollAsync();
    }

    private static async Task InviteAsync(Visitor admin, string email)
    {
        await ClickUntilAsync(admin, "Invite somebody");
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Email")).ToBeFocusedAsync();
        await admin.AxeCheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(dialog.GetByText("Give one email address")).ToBeVisibleAsync();
        await dialog.GetByLabel("Email").FillAsync(email);
        await dialog.GetByLabel("Name").FillAsync("Zoe");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(admin.Page.GetByText($"Invitation sent to {email}")).ToBeVisibleAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { Name = email })).ToContainTextAsync("Invited");
        await admin.AssertNoSidewaysScrollAsync();
    }

    private async Task<Visitor> AcceptAsync(string email)
    {
        var mail = await app.Mail.WaitForAsync(mail => mail.IsTo(email));
        var agent = await OpenAsync();
        await agent.Page.GotoAsync(mail.Links.First(link => link.AbsolutePath == "/account/invitation").ToString());
        await agent.Page.GetByLabel("New password").FillAsync(Password);
        await agent.Page.GetByLabel("Repeat password").FillAsync(Password);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await agent.Page.WaitForURLAsync("**/admin");
        return agent;
    }

    private static async Task DisableAsync(Visitor admin)
    {
        await admin.Page.ReloadAsync();
        await ClickUntilAsync(admin, "Manage Zoe");
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await admin.AxeCheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await admin.AxeCheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable Zoe" }).ClickAsync();
        await Expect(admin.Page.GetByText("Zoe was disabled")).ToBeVisibleAsync();
    }

    /// <summary>Opens a dialog by its button; the page may still be on its way to life.</summary>
    private static async Task ClickUntilAsync(Visitor visitor, string button)
    {
        await TryAsync(async () =>
        {
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync(new() { Timeout = 500 });
        });
    }

    private static async Task TryAsync(Func<Task> works)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await works();
                return;
            }
            catch (PlaywrightException) when (attempt < 10)
            {
                // Once more.
            }
        }
    }

    private async Task SignInAsync(Visitor visitor, string subdomain, string email, string password)
    {
        await visitor.Page.GotoAsync($"{app.Server.Url(subdomain)}/login");
        await FillInAsync(visitor, email, password);
        await visitor.Page.WaitForURLAsync(address => !address.EndsWith("/login", StringComparison.Ordinal));
    }

    private static async Task FillInAsync(Visitor visitor, string email, string password)
    {
        await visitor.Page.GetByLabel("Email").FillAsync(email);
        await visitor.Page.GetByLabel("Password").FillAsync(password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
