using System.Net;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Everybody's own pages: password, email, name, second step.</summary>
public sealed class OwnAccountTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string NewPassword = "blue river walks slowly";
    private static readonly Uri MeApi = new("/api/v1/auth/me", UriKind.Relative);

    [Fact]
    public async Task A_new_password_ends_every_other_session_tells_the_owner_and_is_in_the_log()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-password");
        using var here = await SignedInAsync(agency, "own-password");
        using var elsewhere = await SignedInAsync(agency, "own-password");
        using (var refused = await ChangePasswordAsync(here, "not my password", NewPassword))
        {
            Assert.Contains("not your current password", await refused.Content.ReadAsStringAsync());
        }
        using (var refused = await ChangePasswordAsync(here, TestAgency.Password, "Password1234"))
        {
            Assert.Contains("Many people use this one", await refused.Content.ReadAsStringAsync());
        }
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere));

        using (var changed = await ChangePasswordAsync(here, TestAgency.Password, NewPassword))
        {
            Assert.EndsWith("/account/password?note=PasswordChanged", changed.Headers.Location!.ToString());
        }
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(elsewhere));
        await app.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "Your password was changed"
        );
        await using (var db = await MainAsync())
        {
            var entry = await db.AuditEntries.SingleAsync(entry =>
                entry.Action == AuditActions.PasswordChanged && entry.TenantId == agency.Tenant.TenantId
            );
            Assert.Equal($"user:{agency.AdminEmail}", entry.Subject);
            Assert.Null(entry.After);
        }
        using var fresh = app.Server.NewClient("own-password");
        using var signIn = await PlainForm.SignInAsync(fresh, agency.AdminEmail, NewPassword);
        Assert.EndsWith("/admin", signIn.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_finds_an_open_page_cannot_guess_the_password_there()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-guess");
        using var client = await SignedInAsync(agency, "own-guess");
        for (var guess = 1; guess <= 5; guess++)
        {
            using var wrong = await ChangePasswordAsync(client, $"guess {guess}", NewPassword);
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }
        using var locked = await ChangePasswordAsync(client, TestAgency.Password, NewPassword);
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.Contains("Too many wrong passwords", await locked.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_new_email_counts_once_its_link_was_used_and_looking_at_the_link_does_nothing()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-email");
        const string newEmail = "new@own-email.example";
        using var client = await SignedInAsync(agency, "own-email");
        using var elsewhere = await SignedInAsync(agency, "own-email");
        using (var asked = await AskForEmailAsync(client, "New@Own-Email.example"))
        {
            Assert.EndsWith("/account?note=EmailLinkSent", asked.Headers.Location!.ToString());
        }
        await app.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "A new email was asked for"
        );
        var link = await LinkAsync(newEmail);
        using var mailbox = app.Server.NewClient("own-email");
        for (var look = 0; look < 2; look++)
        {
            using var page = await mailbox.GetAsync(new Uri(link, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains(newEmail, await page.Content.ReadAsStringAsync());
        }
        Assert.True(await ExistsAsync(agency.AdminEmail));

        using (var used = await PlainForm.SendAsync(mailbox, link, "new-email"))
        {
            Assert.Contains("Your email was changed", await used.Content.ReadAsStringAsync());
        }
        Assert.False(await ExistsAsync(agency.AdminEmail));
        Assert.True(await ExistsAsync(newEmail));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(elsewhere));
        await app.Mail.WaitForAsync(mail => mail.IsTo(agency.AdminEmail) && mail.Subject == "Your email was changed");
        using (var again = await mailbox.GetAsync(new Uri(link, UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        }
        using var signIn = await PlainForm.SignInAsync(mailbox, newEmail, TestAgency.Password);
        Assert.EndsWith("/admin", signIn.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_address_that_has_an_account_gets_no_link_and_nobody_learns_of_it()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-taken");
        using var client = await SignedInAsync(agency, "own-taken");
        using (var asked = await AskForEmailAsync(client, AppBackends.SuperadminEmail))
        {
            Assert.EndsWith("/account?note=EmailLinkSent", asked.Headers.Location!.ToString());
        }
        await using var db = await MainAsync();
        Assert.False(await db.OutgoingMails.AnyAsync(mail => mail.Recipient == AppBackends.SuperadminEmail));
    }

    [Fact]
    public async Task A_link_for_a_new_email_is_nothing_elsewhere_or_after_a_new_password()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-link");
        await TestAgency.AddAsync(app.Server, "own-link-other");
        using var client = await SignedInAsync(agency, "own-link");
        using (await AskForEmailAsync(client, "new@own-link.example")) { }
        var link = await LinkAsync("new@own-link.example");
        using (var other = app.Server.NewClient("own-link-other"))
        {
            using var page = await other.GetAsync(new Uri(link, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
        }
        using (await ChangePasswordAsync(client, TestAgency.Password, NewPassword)) { }
        using var burnt = await client.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Gone, burnt.StatusCode);
    }

    [Fact]
    public async Task Two_step_sign_in_is_turned_on_by_a_code_and_off_by_the_password()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-step");
        using var client = await SignedInAsync(agency, "own-step");
        const string setup = "/account/two-step/setup";
        var page = await client.GetStringAsync(new Uri(setup, UriKind.Relative));
        var offered = new Authenticator(Between(page, "data-key>", "</code>"));
        Assert.Contains("<svg", page);

        // The key that is sent is the one of the page that is sent, so it is read from there.
        using (var wrong = await PlainForm.SendAsync(client, setup, "setup", ("code", "000000"), ("password", "wrong")))
        {
            Assert.Contains("not your current password", await wrong.Content.ReadAsStringAsync());
        }
        var (phone, on) = await SetUpAsync(client, setup);
        Assert.NotEqual(offered.Key, phone.Key);
        Assert.Equal(10, on.Split("<li><code>").Length - 1);
        var recovery = Between(on, "<li><code>", "</code>");
        await app.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "Two-step sign-in was turned on"
        );

        using (var elsewhere = app.Server.NewClient("own-step"))
        {
            using var first = await PlainForm.SignInAsync(elsewhere, agency.AdminEmail, TestAgency.Password);
            Assert.EndsWith("/login/second-step", first.Headers.Location!.ToString());
            using var second = await PlainForm.SendAsync(
                elsewhere,
                "/login/second-step",
                "second-step",
                ("code", recovery)
            );
            Assert.EndsWith("/admin", second.Headers.Location!.ToString());
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere));

            using var replaced = await PlainForm.SendAsync(
                client,
                "/account/two-step",
                "codes",
                ("password", TestAgency.Password)
            );
            var codes = await replaced.Content.ReadAsStringAsync();
            Assert.Equal(10, codes.Split("<li><code>").Length - 1);
            Assert.DoesNotContain(recovery, codes);

            using var off = await PlainForm.SendAsync(
                client,
                "/account/two-step",
                "off",
                ("password", TestAgency.Password)
            );
            Assert.EndsWith("?note=TwoStepTurnedOff", off.Headers.Location!.ToString());
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(elsewhere));
        }
        await using var db = await MainAsync();
        var user = await db.AdminUsers.SingleAsync(row => row.Email == agency.AdminEmail);
        Assert.Null(user.AuthenticatorKey);
        Assert.False(await db.RecoveryCodes.AnyAsync(code => code.UserId == user.Id));
        await app.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "Two-step sign-in was turned off"
        );
    }

    [Fact]
    public async Task A_name_is_saved_and_shown()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-name");
        using var client = await SignedInAsync(agency, "own-name");
        using (await PlainForm.SendAsync(client, "/account", "rename", ("name", " Ann <Admin> "))) { }
        var page = await client.GetStringAsync(new Uri("/account?note=Renamed", UriKind.Relative));
        Assert.Contains("value=\"Ann &lt;Admin&gt;\"", page);
        Assert.Contains("Your name was saved", page);
    }

    [Fact]
    public async Task The_pages_are_there_on_both_hosts_for_whoever_is_signed_in_there_alone()
    {
        var agency = await TestAgency.AddAsync(app.Server, "own-hosts");
        using var superadmin = app.Server.NewClient();
        using (await PlainForm.SignInAsync(superadmin, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword)) { }
        using var admin = await SignedInAsync(agency, "own-hosts");
        using var stranger = app.Server.NewClient("own-hosts");
        foreach (
            var path in new[]
            {
                "/account",
                "/account/password",
                "/account/two-step",
                "/account/two-step/setup",
                "/account/passkeys",
            }
        )
        {
            foreach (var client in new[] { superadmin, admin })
            {
                using var page = await client.GetAsync(new Uri(path, UriKind.Relative));
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            }
            using var closed = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.StartsWith("/login?return=", closed.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task A_superadmin_with_a_password_alone_is_asked_for_more_until_there_is_more()
    {
        const string asked = "only a password guards it";
        using var client = app.Server.NewClient();
        using (await PlainForm.SignInAsync(client, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword)) { }
        var desk = new Uri("/superadmin/tenants", UriKind.Relative);
        var page = await client.GetStringAsync(desk);
        Assert.Contains(asked, page);

        // Put off, it stays away for this sign-in, and comes back with the next.
        using (var later = await PressAsync(client, page, "/account/later"))
        {
            Assert.Equal("/superadmin/tenants", later.Headers.Location!.ToString());
        }
        page = await client.GetStringAsync(desk);
        Assert.DoesNotContain(asked, page);
        using (await PressAsync(client, page, "/logout")) { }
        using (await PlainForm.SignInAsync(client, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword)) { }
        Assert.Contains(asked, await client.GetStringAsync(desk));

        // Turned back, because other tests sign in as the superadmin, too.
        await Authenticator.SetUpAsync(app.Server, AppBackends.SuperadminEmail);
        Assert.DoesNotContain(asked, await client.GetStringAsync(desk));
        using var off = await PlainForm.SendAsync(
            client,
            "/account/two-step",
            "off",
            ("password", AppBackends.SuperadminPassword)
        );
        Assert.EndsWith("?note=TwoStepTurnedOff", off.Headers.Location!.ToString());
    }

    private static async Task<HttpResponseMessage> PressAsync(HttpClient client, string page, string action)
    {
        var form = Between(page, $"action=\"{action}\"", "</form>");
        var token = Between(form, "name=\"__RequestVerificationToken\" value=\"", "\"");
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token,
                ["return"] = "/superadmin/tenants",
            }
        );
        return await client.PostAsync(new Uri(action, UriKind.Relative), content);
    }

    /// <summary>Loads the page, reads the key as a person does, and sends a code for it.</summary>
    private static async Task<(Authenticator Phone, string Page)> SetUpAsync(HttpClient client, string address)
    {
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative));
        var phone = new Authenticator(Between(page, "data-key>", "</code>"));
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "setup",
                ["__RequestVerificationToken"] = Between(
                    page[page.IndexOf("value=\"setup\"", StringComparison.Ordinal)..],
                    "name=\"__RequestVerificationToken\" value=\"",
                    "\""
                ),
                ["key"] = Between(page, "name=\"key\" value=\"", "\""),
                ["code"] = phone.Code(),
                ["password"] = TestAgency.Password,
            }
        );
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content);
        return (phone, await answer.Content.ReadAsStringAsync());
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        Assert.True(start >= before.Length, $"“{before}” is not on the page.");
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }

    private static Task<HttpResponseMessage> ChangePasswordAsync(HttpClient client, string current, string wanted) =>
        PlainForm.SendAsync(
            client,
            "/account/password",
            "password",
            ("password", current),
            ("new", wanted),
            ("repeat", wanted)
        );

    private static Task<HttpResponseMessage> AskForEmailAsync(HttpClient client, string email) =>
        PlainForm.SendAsync(client, "/account", "email", ("email", email), ("password", TestAgency.Password));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(MeApi);
        return answer.StatusCode;
    }

    private async Task<HttpClient> SignedInAsync(TestAgency agency, string subdomain)
    {
        var client = app.Server.NewClient(subdomain);
        using var answer = await PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password);
        Assert.EndsWith("/admin", answer.Headers.Location!.ToString());
        return client;
    }

    /// <summary>The path of the link in the mail that arrived.</summary>
    private async Task<string> LinkAsync(string email)
    {
        var mail = await app.Mail.WaitForAsync(mail => mail.IsTo(email));
        return mail.Links.First(link => link.AbsolutePath == "/account/email").PathAndQuery;
    }

    private async Task<bool> ExistsAsync(string email)
    {
        await using var db = await MainAsync();
        return await db.AdminUsers.AnyAsync(user => user.Email == email);
    }

    private Task<MainDbContext> MainAsync() =>
        app.Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();
}
