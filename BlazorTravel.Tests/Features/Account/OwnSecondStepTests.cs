using System.Net;
using BlazorTravel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Turning two-step sign-in on and off, and asking those who should.</summary>
public sealed class OwnSecondStepTests(AppFixture app) : OwnAccountTest(app), IClassFixture<AppFixture>
{
    [Fact]
    public async Task Two_step_sign_in_is_turned_on_by_a_code_and_off_by_the_password()
    {
        var agency = await TestAgency.AddAsync(App.Server, "own-step");
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
        await App.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "Two-step sign-in was turned on"
        );

        using (var elsewhere = App.Server.NewClient("own-step"))
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
        await App.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "Two-step sign-in was turned off"
        );
    }

    [Fact]
    public async Task A_superadmin_with_a_password_alone_is_asked_for_more_until_there_is_more()
    {
        const string asked = "only a password guards it";
        using var client = App.Server.NewClient();
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

        await Authenticator.SetUpAsync(App.Server, AppBackends.SuperadminEmail);
        Assert.DoesNotContain(asked, await client.GetStringAsync(desk));
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
}
