using BlazorTravel.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Everybody's own account in a real browser: second step, a new password, a new email.</summary>
public sealed class AccountBrowserTests(TestRun run, AppFixture app)
    : AccountBrowserTest(run, app),
        IClassFixture<AppFixture>
{
    private static readonly string[] Pages =
    [
        "/account",
        "/account/password",
        "/account/two-step",
        "/account/two-step/setup",
        "/account/passkeys",
    ];

    [Fact]
    public async Task Two_step_sign_in_is_set_up_and_signs_in_by_the_phone_and_by_a_recovery_code()
    {
        var agency = await TestAgency.AddAsync(App.Server, "web-step");
        var person = await SignedInAsync("web-step", agency.AdminEmail);
        var page = person.Page;
        // The menu's link, without the menu: one that is opened while the page comes alive closes again.
        await Expect(page.Locator("header a[href='/account']")).ToBeAttachedAsync();
        await page.GotoAsync(App.Server.Url("web-step") + "/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Two-step sign-in" }).ClickAsync();
        await person.AxeCheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Set up two-step sign-in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code" })).ToBeVisibleAsync();
        var phone = new Authenticator(await page.Locator("[data-key]").InnerTextAsync());
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync("123 456");
        await page.GetByLabel("Current password").FillAsync(TestAgency.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.GetByText("This code does not fit")).ToBeVisibleAsync();
        // The same key is still offered: what was scanned stays good.
        Assert.Equal(phone.Key, await page.Locator("[data-key]").InnerTextAsync());
        await person.AxeCheckAsync();

        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(phone.Code());
        await page.GetByLabel("Current password").FillAsync(TestAgency.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.GetByText("Two-step sign-in is on.")).ToBeVisibleAsync();
        var codes = await page.Locator("[data-codes] code").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        await person.AxeCheckAsync();
        var file = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync()
        );
        Assert.Equal("recovery-codes.txt", file.SuggestedFilename);
        Assert.Contains(codes[9], await File.ReadAllTextAsync(await file.PathAsync()));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeVisibleAsync();

        var other = await OpenAsync(new VisitorOptions(Device.Phone));
        await SignInAsync(other, "web-step", agency.AdminEmail);
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Name = "Enter your code" })).ToBeVisibleAsync();
        await other.AxeCheckAsync();
        await other.AssertNoSidewaysScrollAsync();
        await other.Page.GetByLabel("Code").FillAsync(phone.Code(1));
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await other.Page.WaitForURLAsync("**/admin");

        var third = await OpenAsync();
        await SignInAsync(third, "web-step", agency.AdminEmail);
        await third.Page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code" }).ClickAsync();
        await third.AxeCheckAsync();
        await third.Page.GetByLabel("Recovery code").FillAsync(codes[4]);
        await third.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await third.Page.WaitForURLAsync("**/admin");
    }

    [Fact]
    public async Task A_new_password_signs_another_browser_out()
    {
        var agency = await TestAgency.AddAsync(App.Server, "web-password");
        var here = await SignedInAsync("web-password", agency.AdminEmail);
        var there = await SignedInAsync("web-password", agency.AdminEmail);
        await here.Page.GotoAsync(App.Server.Url("web-password") + "/account/password");
        await here.Page.GetByLabel("Current password").FillAsync(TestAgency.Password);
        await here.Page.GetByLabel("New password").FillAsync("blue river walks slowly");
        await here.Page.GetByLabel("Repeat password").FillAsync("blue river walks slowly");
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await Expect(here.Page.GetByText("Your password was changed")).ToBeVisibleAsync();
        // The open page of the other browser leaves by itself.
        await there.Page.WaitForURLAsync("**/login**");
        await here.Page.GotoAsync(App.Server.Url("web-password") + "/admin");
        await Expect(here.Page.GetByRole(AriaRole.Heading, new() { Name = "Dashboard" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_email_is_confirmed_from_its_mailbox_by_keyboard_and_without_script()
    {
        var agency = await TestAgency.AddAsync(App.Server, "web-email");
        var person = await OpenAsync(new VisitorOptions(Device.Phone, JavaScript: false));
        var page = person.Page;
        await SignInAsync(person, "web-email", agency.AdminEmail);
        await page.GotoAsync(App.Server.Url("web-email") + "/account");
        await page.GetByLabel("New email").FocusAsync();
        await page.Keyboard.TypeAsync("new@web-email.example");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(TestAgency.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Look into the mailbox of the new address")).ToBeVisibleAsync();

        var mail = await App.Mail.WaitForAsync(mail => mail.IsTo("new@web-email.example"));
        await page.GotoAsync(mail.Links.First(link => link.AbsolutePath == "/account/email").ToString());
        await person.AssertNoSidewaysScrollAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this email" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your email was changed" })).ToBeVisibleAsync();
        // This browser asked for it, and stays in.
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await page.WaitForURLAsync("**/admin");
    }

    [Fact]
    public async Task The_second_step_is_set_up_by_keyboard_alone()
    {
        var agency = await TestAgency.AddAsync(App.Server, "web-keyboard");
        var person = await SignedInAsync("web-keyboard", agency.AdminEmail);
        var page = person.Page;
        await page.GotoAsync(App.Server.Url("web-keyboard") + "/account/two-step/setup");
        var phone = new Authenticator(await page.Locator("[data-key]").InnerTextAsync());
        await TabToAsync(page, "code");
        await page.Keyboard.TypeAsync(phone.Code());
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(TestAgency.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Two-step sign-in is on.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Device.Desktop, ColorScheme.Light)]
    [InlineData(Device.Phone, ColorScheme.Dark)]
    public async Task Every_page_is_as_it_should_be_wide_and_narrow_light_and_dark(Device device, ColorScheme colors)
    {
        var name = $"web-look-{device}".ToLowerInvariant();
        var agency = await TestAgency.AddAsync(App.Server, name);
        var person = await OpenAsync(new VisitorOptions(device, colors));
        await SignInAsync(person, name, agency.AdminEmail);
        await person.Page.WaitForURLAsync("**/admin");
        await SeeAsync(person, App.Server.Url(name));
        var superadmin = await OpenAsync(new VisitorOptions(device, colors));
        await superadmin.Page.GotoAsync(App.Server.Url() + "/login");
        await superadmin.Page.GetByLabel("Email").FillAsync(AppBackends.SuperadminEmail);
        await superadmin.Page.GetByLabel("Password").FillAsync(AppBackends.SuperadminPassword);
        await superadmin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(superadmin.Page.GetByRole(AriaRole.Link, new() { Name = "Protect my account" }))
            .ToBeVisibleAsync();
        await superadmin.AxeCheckAsync();
        await SeeAsync(superadmin, App.Server.Url());
    }

    private static async Task SeeAsync(Visitor person, string url)
    {
        foreach (var path in Pages)
        {
            await person.Page.GotoAsync(url + path);
            await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await person.AssertNoSidewaysScrollAsync();
            await person.AxeCheckAsync();
        }
    }

    private static async Task TabToAsync(IPage page, string id)
    {
        for (var press = 0; press < 40; press++)
        {
            if (await page.EvaluateAsync<string>("() => document.activeElement.id") == id)
            {
                return;
            }
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"The field “{id}” cannot be reached by keyboard.");
    }
}
