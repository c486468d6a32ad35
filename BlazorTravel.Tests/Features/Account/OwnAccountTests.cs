using System.Net;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Everybody's own pages: password, email, name.</summary>
public sealed class OwnAccountTests(AppFixture app) : OwnAccountTest(app), IClassFixture<AppFixture>
{
    private const string NewPassword = "blue river walks slowly";

    [Fact]
    public async Task A_new_password_ends_every_other_session_tells_the_owner_and_is_in_the_log()
    {
        var agency = await TestAgency.AddAsync(App.Server, "own-password");
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
        await App.Mail.WaitForAsync(mail =>
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
        using var fresh = App.Server.NewClient("own-password");
        using var signIn = await PlainForm.SignInAsync(fresh, agency.AdminEmail, NewPassword);
        Assert.EndsWith("/admin", signIn.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_finds_an_open_page_cannot_guess_the_password_there()
    {
        var agency = await TestAgency.AddAsync(App.Server, "own-guess");
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
        var agency = await TestAgency.AddAsync(App.Server, "own-email");
        const string newEmail = "new@own-email.example";
        using var client = await SignedInAsync(agency, "own-email");
        using var elsewhere = await SignedInAsync(agency, "own-email");
        using (var asked = await AskForEmailAsync(client, "New@Own-Email.example"))
        {
            Assert.EndsWith("/account?note=EmailLinkSent", asked.Headers.Location!.ToString());
        }
        await App.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "A new email was asked for"
        );
        var link = await LinkAsync(newEmail);
        using var mailbox = App.Server.NewClient("own-email");
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
        await App.Mail.WaitForAsync(mail => mail.IsTo(agency.AdminEmail) && mail.Subject == "Your email was changed");
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
        var agency = await TestAgency.AddAsync(App.Server, "own-taken");
        using var client = await SignedInAsync(agency, "own-taken");
        using (var asked = await AskForEmailAsync(client, AppBackends.SuperadminEmail))
        {
            Assert.EndsWith("/account?note=EmailLinkSent", asked.Headers.Location!.ToString());
        }
        await using var db = await MainAsync();
        Assert.False(
            await db.OutgoingMails.AnyAsync(mail =>
                mail.Template == "email-change" && mail.Recipient == AppBackends.SuperadminEmail
            )
        );
    }

    [Fact]
    public async Task A_link_for_a_new_email_is_nothing_elsewhere_or_after_a_new_password()
    {
        var agency = await TestAgency.AddAsync(App.Server, "own-link");
        await TestAgency.AddAsync(App.Server, "own-link-other");
        using var client = await SignedInAsync(agency, "own-link");
        using (await AskForEmailAsync(client, "new@own-link.example")) { }
        var link = await LinkAsync("new@own-link.example");
        using (var other = App.Server.NewClient("own-link-other"))
        {
            using var page = await other.GetAsync(new Uri(link, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
        }
        using (await ChangePasswordAsync(client, TestAgency.Password, NewPassword)) { }
        using var burnt = await client.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Gone, burnt.StatusCode);
    }

    [Fact]
    public async Task A_name_is_saved_and_shown()
    {
        var agency = await TestAgency.AddAsync(App.Server, "own-name");
        using var client = await SignedInAsync(agency, "own-name");
        using (await PlainForm.SendAsync(client, "/account", "rename", ("name", " Ann <Admin> "))) { }
        var page = await client.GetStringAsync(new Uri("/account?note=Renamed", UriKind.Relative));
        Assert.Contains("value=\"Ann &lt;Admin&gt;\"", page);
        Assert.Contains("Your name was saved", page);
    }

    [Fact]
    public async Task The_pages_are_there_on_both_hosts_for_whoever_is_signed_in_there_alone()
    {
        var agency = await TestAgency.AddAsync(App.Server, "own-hosts");
        using var superadmin = App.Server.NewClient();
        using (await PlainForm.SignInAsync(superadmin, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword)) { }
        using var admin = await SignedInAsync(agency, "own-hosts");
        using var stranger = App.Server.NewClient("own-hosts");
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

    /// <summary>The path of the link in the mail that arrived.</summary>
    private async Task<string> LinkAsync(string email)
    {
        var mail = await App.Mail.WaitForAsync(mail => mail.IsTo(email));
        return mail.Links.First(link => link.AbsolutePath == "/account/email").PathAndQuery;
    }

    private async Task<bool> ExistsAsync(string email)
    {
        await using var db = await MainAsync();
        return await db.AdminUsers.AnyAsync(user => user.Email == email);
    }
}
