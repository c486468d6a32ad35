using BlazorTravel.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Passkeys, with an authenticator that Chromium plays.</summary>
public sealed class PasskeyBrowserTests(TestRun run, AppFixture app)
    : AccountBrowserTest(run, app),
        IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_and_is_removed()
    {
        var agency = await TestAgency.AddAsync(App.Server, "web-key");
        await Authenticator.SetUpAsync(App.Server, agency.AdminEmail);
        var person = await OpenAsync();
        var page = person.Page;
        var key = await VirtualKey.PlugInAsync(page);
        await SignInAsync(person, "web-key", agency.AdminEmail, "AAAAA-BBB10");
        await page.GotoAsync(App.Server.Url("web-key") + "/account/passkeys");
        await person.AxeCheckAsync();
        person.Expect("422");
        await AddPasskeyAsync(page, "Office laptop", "wrong");
        await Expect(page.GetByRole(AriaRole.Alert).GetByText("not your current password")).ToBeVisibleAsync();
        await AddPasskeyAsync(page, "Office laptop");
        await Expect(page.GetByText("The passkey was added")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Office laptop" })).ToBeVisibleAsync();
        await person.AxeCheckAsync();
        await App.Mail.WaitForAsync(mail => mail.IsTo(agency.AdminEmail) && mail.Subject == "A passkey was added");
        var made = Assert.Single(await key.PasskeysAsync());
        Assert.Equal("web-key.localhost", made.GetProperty("rpId").GetString());

        // The same device has one already, and says so.
        await AddPasskeyAsync(page, "Again");
        await Expect(page.GetByText("has a passkey for your account already")).ToBeVisibleAsync();

        await SignOutAsync(page, "web-key");
        await PasskeySignInAsync(page);
        // No second step: the passkey is both.
        await page.WaitForURLAsync("**/admin");

        await page.GotoAsync(App.Server.Url("web-key") + "/account/passkeys");
        await Expect(page.GetByText("last used")).ToBeVisibleAsync();
        await page.GetByText("Rename or remove").ClickAsync();
        var entry = page.Locator(".passkeys > li");
        await entry.GetByLabel("Name of the passkey").FillAsync("Old laptop");
        await entry.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Old laptop" })).ToBeVisibleAsync();
        await page.GetByText("Rename or remove").ClickAsync();
        await entry.GetByLabel("Current password").FillAsync(TestAgency.Password);
        await entry.GetByRole(AriaRole.Button, new() { Name = "Remove passkey" }).ClickAsync();
        await Expect(page.GetByText("You have no passkey yet")).ToBeVisibleAsync();

        await SignOutAsync(page, "web-key");
        await PasskeySignInAsync(page);
        await Expect(page.GetByText("This passkey does not sign in here")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_passkey_of_one_agency_is_useless_at_another_and_in_a_strangers_hand()
    {
        var own = await TestAgency.AddAsync(App.Server, "web-key-own");
        await TestAgency.AddAsync(App.Server, "web-key-other");
        var person = await OpenAsync();
        var page = person.Page;
        var key = await VirtualKey.PlugInAsync(page);
        await SignInAsync(person, "web-key-own", own.AdminEmail);
        await page.WaitForURLAsync("**/admin");
        await page.GotoAsync(App.Server.Url("web-key-own") + "/account/passkeys");
        await AddPasskeyAsync(page, "Key");
        await Expect(page.GetByText("The passkey was added")).ToBeVisibleAsync();
        var made = Assert.Single(await key.PasskeysAsync());

        // The browser shows it to its own host only; even a copy made for the other host opens nothing there.
        await key.HoldAsync(made, "web-key-other.localhost");
        await page.GotoAsync(App.Server.Url("web-key-other") + "/login");
        await PasskeySignInAsync(page);
        await Expect(page.GetByText("This passkey does not sign in here")).ToBeVisibleAsync();

        await key.HoldAsync(made, "web-key-own.localhost");
        await SignOutAsync(page, "web-key-own");
        await key.RecogniseOwnerAsync(false);
        await PasskeySignInAsync(page);
        await Expect(page.GetByText("No passkey was used")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_ceremony_counts_once()
    {
        var own = await TestAgency.AddAsync(App.Server, "web-key-once");
        var person = await OpenAsync();
        var page = person.Page;
        await VirtualKey.PlugInAsync(page);
        await SignInAsync(person, "web-key-once", own.AdminEmail);
        await page.WaitForURLAsync("**/admin");
        await page.GotoAsync(App.Server.Url("web-key-once") + "/account/passkeys");
        await AddPasskeyAsync(page, "Key");
        await Expect(page.GetByText("The passkey was added")).ToBeVisibleAsync();
        await SignOutAsync(page, "web-key-once");
        var sent = await page.RunAndWaitForRequestAsync(
            () => PasskeySignInAsync(page),
            request => request.Method == "POST" && request.Url.EndsWith("/login", StringComparison.Ordinal)
        );
        await page.WaitForURLAsync("**/admin");
        await SignOutAsync(page, "web-key-once");
        var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(sent.PostData);
        (string, string)[] form =
        [
            ("credential", fields["credential"].ToString()),
            ("state", fields["state"].ToString()),
        ];
        using var client = App.Server.NewClient("web-key-once");
        using var again = await PlainForm.SendAsync(client, "/login", "passkey", form);
        Assert.Contains("That took too long", await again.Content.ReadAsStringAsync());
    }

    private static async Task AddPasskeyAsync(IPage page, string name, string password = TestAgency.Password)
    {
        var form = page.Locator("form[data-passkey-register]");
        await form.GetByLabel("Name of the passkey").FillAsync(name);
        await form.GetByLabel("Current password").FillAsync(password);
        await form.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
    }

    private static Task PasskeySignInAsync(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
}
