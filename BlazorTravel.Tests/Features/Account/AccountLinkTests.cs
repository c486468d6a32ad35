using System.Net;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Invitations and forgotten passwords: links that work once, for a while, for one person on one host.</summary>
public sealed class AccountLinkTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string NewPassword = "blue river walks slowly";

    [Fact]
    public async Task An_invitation_sets_the_password_once_and_signs_in()
    {
        var agency = await TestAgency.AddAsync(app.Server, "invite-once");
        var secret = await LinkAsync(agency.AdminEmail, AccountLinkPurpose.Invitation, DateTimeOffset.UtcNow);
        var address = $"/account/invitation?token={secret}";
        using var client = app.Server.NewClient("invite-once");

        // Looking at it, as mail scanners do, uses nothing up; and the secret is kept to this page.
        for (var look = 0; look < 2; look++)
        {
            using var page = await client.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        }
        using (var refused = await SetAsync(client, address, "Password1234"))
        {
            Assert.Contains("Many people use this one", await refused.Content.ReadAsStringAsync());
        }
        using (var set = await SetAsync(client, address, NewPassword))
        {
            Assert.EndsWith("/admin", set.Headers.Location!.ToString());
            Assert.Contains("bt_session=", string.Join(';', set.Headers.GetValues("Set-Cookie")));
        }
        using (var again = await client.GetAsync(new Uri(address, UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
            Assert.Contains("ask whoever invited you", await again.Content.ReadAsStringAsync());
        }
        using var fresh = app.Server.NewClient("invite-once");
        using var signIn = await PlainForm.SignInAsync(fresh, agency.AdminEmail, NewPassword);
        Assert.Equal(HttpStatusCode.Found, signIn.StatusCode);
    }

    [Fact]
    public async Task A_link_is_nothing_after_its_time_on_another_host_or_for_another_purpose()
    {
        var agency = await TestAgency.AddAsync(app.Server, "invite-walls");
        await TestAgency.AddAsync(app.Server, "invite-other");
        var now = DateTimeOffset.UtcNow;
        var good = await LinkAsync(agency.AdminEmail, AccountLinkPurpose.Invitation, now);
        var old = await LinkAsync(
            agency.AdminEmail,
            AccountLinkPurpose.Invitation,
            now - AccountLink.InvitationLifetime - TimeSpan.FromMinutes(1)
        );
        foreach (
            var (host, path, secret) in new[]
            {
                ("invite-walls", "invitation", old),
                ("invite-other", "invitation", good),
                ("invite-walls", "reset", good),
                ("invite-walls", "invitation", "nonsense"),
                ("invite-walls", "invitation", ""),
            }
        )
        {
            using var client = app.Server.NewClient(host);
            using var page = await client.GetAsync(new Uri($"/account/{path}?token={secret}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
        }
    }

    [Fact]
    public async Task Two_who_come_with_the_same_link_do_not_both_get_in()
    {
        var agency = await TestAgency.AddAsync(app.Server, "invite-race");
        var secret = await LinkAsync(agency.AdminEmail, AccountLinkPurpose.Invitation, DateTimeOffset.UtcNow);
        var address = $"/account/invitation?token={secret}";
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async i =>
                {
                    using var client = app.Server.NewClient("invite-race");
                    try
                    {
                        using var answer = await SetAsync(client, address, $"{NewPassword} {i}");
                        return answer.StatusCode;
                    }
                    catch (HttpRequestException exception)
                    {
                        // The form was gone before it could be opened.
                        return exception.StatusCode!.Value;
                    }
                })
        );
        Assert.Single(answers, HttpStatusCode.Found);
        Assert.Equal(
            [HttpStatusCode.Gone, HttpStatusCode.Gone, HttpStatusCode.Gone],
            answers.Where(status => status != HttpStatusCode.Found)
        );
    }

    [Fact]
    public async Task A_forgotten_password_is_answered_alike_for_everybody_but_mailed_to_the_owner_alone()
    {
        var agency = await TestAgency.AddAsync(app.Server, "forgot");
        using var client = app.Server.NewClient("forgot");
        foreach (var email in new[] { agency.AdminEmail, "nobody@forgot.example", AppBackends.SuperadminEmail })
        {
            using var answer = await PlainForm.SendAsync(client, "/account/forgot", "forgot", ("email", email));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Look into your mailbox", await answer.Content.ReadAsStringAsync());
        }
        await using var db = await MainAsync();
        var mails = await db
            .OutgoingMails.Where(mail => mail.Template == "password-reset")
            .Select(mail => mail.Recipient)
            .ToListAsync();
        Assert.Equal([agency.AdminEmail], mails);
    }

    private static Task<HttpResponseMessage> SetAsync(HttpClient client, string address, string password) =>
        PlainForm.SendAsync(client, address, "set-password", ("password", password), ("repeat", password));

    private async Task<string> LinkAsync(string email, AccountLinkPurpose purpose, DateTimeOffset at)
    {
        await using var db = await MainAsync();
        var user = await db.AdminUsers.SingleAsync(u => u.Email == email);
        db.AccountLinks.Add(AccountLink.Create(user.Id, purpose, at, out var secret));
        await db.SaveChangesAsync();
        return secret;
    }

    private Task<MainDbContext> MainAsync() =>
        app.Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();
}
