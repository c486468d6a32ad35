using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Signing in with a code after the password, through the page and through the API.</summary>
public sealed class SecondStepTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string SecondStep = "/login/second-step";
    private static readonly Uri LoginApi = new("/api/v1/auth/login", UriKind.Relative);
    private static readonly Uri MeApi = new("/api/v1/auth/me", UriKind.Relative);

    [Fact]
    public async Task The_password_leads_to_the_code_and_the_code_to_where_the_link_led()
    {
        var (agency, phone) = await AgencyAsync("step-two");
        using var client = app.Server.NewClient("step-two");
        using (
            var first = await PlainForm.SignInAsync(
                client,
                agency.AdminEmail,
                TestAgency.Password,
                "/login?return=%2Fadmin%2Fmail"
            )
        )
        {
            Assert.EndsWith(SecondStep, first.Headers.Location!.ToString());
            var cookies = string.Join('\n', first.Headers.GetValues("Set-Cookie"));
            Assert.DoesNotContain("bt_session=", cookies);
            Assert.Matches("bt_second_step=.*path=/login.*httponly", cookies);
        }
        using (var notYet = await client.GetAsync(MeApi))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, notYet.StatusCode);
        }
        using (var wrong = await CodeAsync(client, phone.WrongCode()))
        {
            Assert.Contains("This code is wrong", await wrong.Content.ReadAsStringAsync());
        }
        using (var second = await CodeAsync(client, phone.Code()))
        {
            Assert.EndsWith("/admin/mail", second.Headers.Location!.ToString());
        }
        using var me = await client.GetAsync(MeApi);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    [Fact]
    public async Task A_code_that_was_used_is_worth_nothing_and_neither_is_an_older_one()
    {
        var (agency, phone) = await AgencyAsync("step-replay");
        using var client = app.Server.NewClient("step-replay");
        var code = phone.Code(1);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(client, agency.AdminEmail, code)).Status);
        foreach (var late in new[] { code, phone.Code(), phone.Code(-1) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await LogInAsync(client, agency.AdminEmail, late)).Status);
        }
    }

    [Fact]
    public async Task Programs_are_told_that_a_code_is_needed_and_send_it_with_the_password()
    {
        var (agency, phone) = await AgencyAsync("step-api");
        using var client = app.Server.NewClient("step-api");
        var (status, body) = await LogInAsync(client, agency.AdminEmail, null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.True(body.GetProperty("two_factor_required").GetBoolean());
        Assert.Equal("A code is needed", body.GetProperty("title").GetString());

        (status, body) = await LogInAsync(client, agency.AdminEmail, phone.WrongCode());
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("The code is wrong", body.GetProperty("title").GetString());

        // A wrong password says nothing of a second step.
        using var wrong = await client.PostAsJsonAsync(
            LoginApi,
            new
            {
                email = agency.AdminEmail,
                password = "wrong",
                two_factor_code = phone.Code(),
            }
        );
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.DoesNotContain("two_factor", await wrong.Content.ReadAsStringAsync());

        using var recovered = await client.PostAsJsonAsync(
            LoginApi,
            new
            {
                email = agency.AdminEmail,
                password = TestAgency.Password,
                recovery_code = phone.RecoveryCodes[3],
            }
        );
        Assert.Equal(HttpStatusCode.OK, recovered.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(client, agency.AdminEmail, phone.Code())).Status);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_however_it_is_typed_and_its_owner_is_told()
    {
        var (agency, phone) = await AgencyAsync("step-recovery");
        using var client = app.Server.NewClient("step-recovery");
        using (await PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password)) { }
        using (
            var used = await CodeAsync(
                client,
                phone.RecoveryCodes[0].ToLowerInvariant().Replace('-', ' '),
                SecondStep + "?with=recovery"
            )
        )
        {
            Assert.EndsWith("/admin", used.Headers.Location!.ToString());
        }
        var mail = await app.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "A recovery code was used"
        );
        Assert.Contains("Unused ones left: 9", mail.Text);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await LogInAsync(client, agency.AdminEmail, phone.RecoveryCodes[0])).Status
        );
    }

    [Fact]
    public async Task Wrong_codes_lock_codes_and_the_right_password_buys_no_more_guesses()
    {
        var (agency, phone) = await AgencyAsync("step-lock");
        using var client = app.Server.NewClient("step-lock");
        // Sent all at once, each with the right password, which wipes the count of wrong passwords every time.
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 9).Select(i => LogInAsync(client, agency.AdminEmail, phone.WrongCode(i)))
        );
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        Assert.Equal(4, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await LogInAsync(client, agency.AdminEmail, phone.Code())).Status
        );
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await LogInAsync(client, agency.AdminEmail, phone.RecoveryCodes[0])).Status
        );
        await app.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Subject == "Somebody knows your password"
        );
    }

    [Fact]
    public async Task The_second_step_needs_the_first_one_taken_on_the_same_host_and_not_made_void_since()
    {
        var (agency, phone) = await AgencyAsync("step-own");
        await AgencyAsync("step-other");
        using var stranger = app.Server.NewClient("step-own");
        using (var page = await stranger.GetAsync(new Uri(SecondStep, UriKind.Relative)))
        {
            Assert.EndsWith("/login?note=too-late", page.Headers.Location!.ToString());
        }

        using var client = app.Server.NewClient("step-own");
        string ticket;
        using (var first = await PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password))
        {
            ticket = first
                .Headers.GetValues("Set-Cookie")
                .Single(cookie => cookie.StartsWith("bt_second_step=", StringComparison.Ordinal))
                .Split(';')[0];
        }
        using (var elsewhere = app.Server.NewClient("step-other"))
        {
            elsewhere.DefaultRequestHeaders.Add("Cookie", ticket);
            using var page = await elsewhere.GetAsync(new Uri(SecondStep, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        }

        await using (var db = await MainAsync())
        {
            var user = await db.AdminUsers.SingleAsync(row => row.Email == agency.AdminEmail);
            user.SetPassword("changed meanwhile");
            await db.SaveChangesAsync();
        }
        using var late = await CodeAsync(client, phone.Code());
        Assert.EndsWith("/login?note=too-late", late.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_reads_the_mail_of_a_forgotten_password_still_needs_the_second_step()
    {
        var (agency, phone) = await AgencyAsync("step-reset");
        string secret;
        await using (var db = await MainAsync())
        {
            var user = await db.AdminUsers.SingleAsync(row => row.Email == agency.AdminEmail);
            db.AccountLinks.Add(
                AccountLink.Create(user.Id, AccountLinkPurpose.Reset, DateTimeOffset.UtcNow, out secret)
            );
            await db.SaveChangesAsync();
        }
        using var client = app.Server.NewClient("step-reset");
        using (
            var set = await PlainForm.SendAsync(
                client,
                $"/account/reset?token={secret}",
                "set-password",
                ("password", "a new one with many words"),
                ("repeat", "a new one with many words")
            )
        )
        {
            Assert.EndsWith(SecondStep, set.Headers.Location!.ToString());
        }
        using (var notYet = await client.GetAsync(MeApi))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, notYet.StatusCode);
        }
        using var second = await CodeAsync(client, phone.Code());
        Assert.EndsWith("/admin", second.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_key_and_the_recovery_codes_are_not_to_be_read_in_the_database()
    {
        var (agency, phone) = await AgencyAsync("step-hidden");
        await using var db = await MainAsync();
        var user = await db.AdminUsers.SingleAsync(row => row.Email == agency.AdminEmail);
        Assert.DoesNotContain(phone.Key, user.AuthenticatorKey);
        var codes = await db.RecoveryCodes.Where(code => code.UserId == user.Id).ToListAsync();
        Assert.Equal(RecoveryCode.SetSize, codes.Select(code => Convert.ToHexString(code.CodeHash)).Distinct().Count());
    }

    private async Task<(TestAgency Agency, Authenticator Phone)> AgencyAsync(string subdomain)
    {
        var agency = await TestAgency.AddAsync(app.Server, subdomain);
        return (agency, await Authenticator.SetUpAsync(app.Server, agency.AdminEmail));
    }

    private static Task<HttpResponseMessage> CodeAsync(HttpClient client, string code, string address = SecondStep) =>
        PlainForm.SendAsync(client, address, "second-step", ("code", code));

    private static async Task<(HttpStatusCode Status, JsonElement Body)> LogInAsync(
        HttpClient client,
        string email,
        string? code
    )
    {
        using var answer = await client.PostAsJsonAsync(
            LoginApi,
            new
            {
                email,
                password = TestAgency.Password,
                two_factor_code = code,
            }
        );
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private Task<MainDbContext> MainAsync() =>
        app.Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();
}
