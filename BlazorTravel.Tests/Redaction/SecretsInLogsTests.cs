using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BlazorTravel.Tests.Features.Requesting;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Redaction;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Redaction;

/// <summary>A server that logs everything there is to log, and people who use it: no secret of theirs or its own is among it.</summary>
public sealed partial class SecretsInLogsTests(TestRun run)
{
    [Fact]
    public async Task A_day_at_the_desk_leaves_no_secret_in_the_logs()
    {
        var log = new EverythingLogged();
        var secrets = new Dictionary<string, string>();
        await using (
            var backends = await AppBackends.StartAsync(
                run,
                new AppBackendsOptions(Smtp: new SmtpSinkOptions(Username: "mailer", Password: "Mail-Secret-4711"))
            )
        )
        {
            var server = await backends.StartServerAsync(new AppOptions { Services = log.ListenTo });
            var agency = await TestAgency.AddAsync(server, "acme");
            secrets["the database's password"] = new NpgsqlConnectionStringBuilder(backends.MainConnection).Password!;
            secrets["Redis' password"] = ConfigurationOptions.Parse(backends.RedisConnection).Password!;
            secrets["the mail server's password"] = "Mail-Secret-4711";
            secrets["the superadmin's password"] = AppBackends.SuperadminPassword;
            secrets["a person's password"] = TestAgency.Password;
            secrets["a mistyped password"] = "Correct-Horse-2025";
            using var client = server.NewClient("acme");

            await AskForATripAsync(server, agency, client, secrets);
            await ForgetThePasswordAsync(backends, agency, client, secrets);
            await SignInAsync(agency, client, secrets);
            await UseTheApiAsync(server, agency, secrets);
            await BreakSomethingAsync(client, secrets);
        }

        Assert.True(log.Texts.Count > 1000, $"Only {log.Texts.Count} lines were logged.");
        Assert.Contains(log.Texts, text => text.Contains("/r/[removed]", StringComparison.Ordinal));
        Assert.All(
            secrets,
            secret =>
                Assert.True(secret.Value.Length >= 8, $"{secret.Key} is too short: it may stand anywhere by chance.")
        );
        Assert.Equal(
            [],
            from secret in secrets
            from text in log.Texts
            where text.Contains(secret.Value, StringComparison.Ordinal)
            select $"{secret.Key} was logged: {text}"
        );
    }

    [Theory]
    [InlineData("GET /r/0123456789abcdef0123456789abcdef/received", "GET /r/[removed]/received")]
    [InlineData("value 'r/0123456789abcdef0123456789abcdef'", "value 'r/[removed]'")]
    [InlineData("?return=%2Fr%2F0123456789abcdef0123456789abcdef", "?return=%2Fr%2F[removed]")]
    [InlineData("/account/reset?token=abc-DEF_1&x=1", "/account/reset?token=[removed]&x=1")]
    [InlineData("/login?return=%2Fr%2Fx%3Ftoken%3Dabc", "/login?return=%2Fr%2Fx%3Ftoken%3D[removed]")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer [removed]")]
    [InlineData("Cookie: bt_session=abc; theme=dark", "Cookie: bt_session=[removed]; theme=dark")]
    [InlineData("Host=db;Password=x1;Database=main", "Host=db;Password=[removed];Database=main")]
    [InlineData("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_DEF-1", "got [removed]")]
    [InlineData("/_blazor?id=AbC_123-x", "/_blazor?id=[removed]")]
    [InlineData("it is hunter2hunter2!", "it is [removed]!")]
    [InlineData("GET /admin/requests?status=new", "GET /admin/requests?status=new")]
    [InlineData("the token was refused", "the token was refused")]
    public void A_secret_is_known_by_its_looks_or_by_name(string text, string clean) =>
        Assert.Equal(clean, new SecretText(["hunter2hunter2", "short", null]).Clean(text));

    private static async Task AskForATripAsync(
        AppServer server,
        TestAgency agency,
        HttpClient client,
        Dictionary<string, string> secrets
    )
    {
        var sent = await (await PlainForm.OpenAsync(client)).SendAsync(
            client,
            ("Destination", "Lisbon"),
            ("TravelDate", RequestingWorld.Day),
            ("Email", "ada@example.com"),
            ("NumPersons", "2")
        );
        Assert.Equal(HttpStatusCode.Found, sent.Status);
        await using var lease = await server.Services.GetRequiredService<TenantDatabases>().OpenAsync(agency.Tenant);
        var token = (await lease.Db.TravelRequests.AsNoTracking().SingleAsync()).AccessToken;
        secrets["a traveler's link"] = token;
        using var page = await client.GetAsync(new Uri($"/r/{token}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var referred = new HttpRequestMessage(HttpMethod.Get, "/css/base.css");
        referred.Headers.Referrer = new Uri($"{server.Url("acme")}/r/{token}");
        using var style = await client.SendAsync(referred);
    }

    private static async Task ForgetThePasswordAsync(
        AppBackends backends,
        TestAgency agency,
        HttpClient client,
        Dictionary<string, string> secrets
    )
    {
        using var asked = await Features.Account.PlainForm.SendAsync(
            client,
            "/account/forgot",
            "forgot",
            ("email", agency.AdminEmail)
        );
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var mail = await backends.Mail.WaitForAsync(mail =>
            mail.IsTo(agency.AdminEmail) && mail.Text.Contains("/account/reset", StringComparison.Ordinal)
        );
        var link = mail.Links.Single(link => link.AbsolutePath == "/account/reset");
        secrets["a link for a forgotten password"] = TokenIn().Match(link.Query).Groups[1].Value;
        using var page = await client.GetAsync(link.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task SignInAsync(TestAgency agency, HttpClient client, Dictionary<string, string> secrets)
    {
        using var wrong = await Features.Account.PlainForm.SignInAsync(client, agency.AdminEmail, "Correct-Horse-2025");
        using var right = await Features.Account.PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password);
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
        secrets["a session's cookie"] = SessionIn()
            .Match(string.Join('\n', right.Headers.GetValues("Set-Cookie")))
            .Groups[1]
            .Value;
        using var desk = await client.GetAsync(new Uri("/admin", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
    }

    private static async Task UseTheApiAsync(AppServer server, TestAgency agency, Dictionary<string, string> secrets)
    {
        using var client = server.NewClient("acme");
        using var login = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = agency.AdminEmail, password = TestAgency.Password }
        );
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        secrets["a token of the API"] = token;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var me = await client.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        // A token that breaks on the way is no less a secret.
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token[..^4] + "AAAA");
        using var broken = await client.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, broken.StatusCode);
        secrets["a broken token's claims"] = token.Split('.')[1];
    }

    private static async Task BreakSomethingAsync(HttpClient client, Dictionary<string, string> secrets)
    {
        var token = secrets["a traveler's link"];
        using var missing = await client.GetAsync(new Uri($"/r/{token}/nothing-here?token={token}", UriKind.Relative));
        using var malformed = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        using var bad = await client.PostAsync(
            new Uri($"/api/v1/auth/login?access_token={token}", UriKind.Relative),
            malformed
        );
        Assert.False(bad.IsSuccessStatusCode);
    }

    [GeneratedRegex("token=([^&]+)")]
    private static partial Regex TokenIn();

    [GeneratedRegex("bt_session=([^;]+)")]
    private static partial Regex SessionIn();
}
