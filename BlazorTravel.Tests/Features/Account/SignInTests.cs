using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Account;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Who gets in where, through the page and through the API.</summary>
public sealed class SignInTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly Uri LoginApi = new("/api/v1/auth/login", UriKind.Relative);
    private static readonly Uri MeApi = new("/api/v1/auth/me", UriKind.Relative);

    [Fact]
    public async Task An_admin_signs_in_on_the_own_host_and_goes_where_the_link_led()
    {
        var agency = await TestAgency.AddAsync(app.Server, "signin-own");
        using var client = app.Server.NewClient("signin-own");
        using var answer = await PlainForm.SignInAsync(
            client,
            agency.AdminEmail.ToUpperInvariant(),
            TestAgency.Password,
            "/login?return=%2Fadmin%2Frequests%3Fstatus%3Dnew"
        );
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.EndsWith("/admin/requests?status=new", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"),
            value => value.StartsWith("bt_session=", StringComparison.Ordinal)
        );
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.DoesNotContain("domain=", cookie);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    public async Task A_return_address_elsewhere_is_not_followed(string address)
    {
        using var client = app.Server.NewClient();
        using var answer = await PlainForm.SignInAsync(
            client,
            AppBackends.SuperadminEmail,
            AppBackends.SuperadminPassword,
            "/login?return=" + Uri.EscapeDataString(address)
        );
        Assert.EndsWith("/superadmin/tenants", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task People_of_one_host_are_strangers_on_every_other()
    {
        var own = await TestAgency.AddAsync(app.Server, "wall-own");
        await TestAgency.AddAsync(app.Server, "wall-other");
        foreach (
            var (host, email, password) in new (string?, string, string)[]
            {
                ("wall-other", own.AdminEmail, TestAgency.Password),
                (null, own.AdminEmail, TestAgency.Password),
                ("wall-own", AppBackends.SuperadminEmail, AppBackends.SuperadminPassword),
            }
        )
        {
            using var client = app.Server.NewClient(host);
            using var answer = await LogInAsync(client, email, password);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_token_of_one_agency_is_refused_at_another()
    {
        var own = await TestAgency.AddAsync(app.Server, "token-own");
        await TestAgency.AddAsync(app.Server, "token-other");
        using var client = app.Server.NewClient("token-own");
        var token = await TokenAsync(client, own.AdminEmail, TestAgency.Password);
        using var other = app.Server.NewClient("token-other");
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await other.GetAsync(MeApi);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Unknown_and_known_emails_get_the_same_answers_after_the_same_time()
    {
        var agency = await TestAgency.AddAsync(app.Server, "alike");
        using var client = app.Server.NewClient("alike");
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            var known = await TimedAsync(client, agency.AdminEmail);
            var unknown = await TimedAsync(client, "nobody@alike.example");
            Assert.Equal(known.Status, unknown.Status);
            Assert.Equal(attempt <= 5 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, known.Status);
            Assert.True(known.Time >= SignIn.FailureTime && unknown.Time >= SignIn.FailureTime);
        }
        // Locked: the right password does not help now, and the page says what to do.
        using var page = await PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Contains("Too many wrong passwords", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Guesses_that_come_all_at_once_are_counted_one_by_one()
    {
        var agency = await TestAgency.AddAsync(app.Server, "at-once");
        using var client = app.Server.NewClient("at-once");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => LogInAsync(client, agency.AdminEmail, $"guess {i}"))
        );
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Signing_out_kills_the_token_on_every_server()
    {
        var agency = await TestAgency.AddAsync(app.Server, "signs-out");
        await using var second = await app.Backends.StartServerAsync();
        using var client = app.Server.NewClient("signs-out");
        using var elsewhere = second.NewClient("signs-out");
        var token = await TokenAsync(client, agency.AdminEmail, TestAgency.Password);
        var bearer = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Authorization = elsewhere.DefaultRequestHeaders.Authorization = bearer;
        using (var before = await elsewhere.GetAsync(MeApi))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }
        using (var logout = await client.PostAsync(new Uri("/api/auth/logout", UriKind.Relative), null))
        {
            Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        }
        using var after = await elsewhere.GetAsync(MeApi);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Signing_out_by_a_forged_form_only_asks()
    {
        using var client = app.Server.NewClient();
        using var signedIn = await PlainForm.SignInAsync(
            client,
            AppBackends.SuperadminEmail,
            AppBackends.SuperadminPassword
        );
        using var forged = await client.PostAsync(new Uri("/logout", UriKind.Relative), null);
        Assert.Equal("/logout", forged.Headers.Location!.ToString());
        using var still = await client.GetAsync(MeApi);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, TimeSpan Time)> TimedAsync(HttpClient client, string email)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await LogInAsync(client, email, "wrong");
        return (answer.StatusCode, Stopwatch.GetElapsedTime(started));
    }

    private static Task<HttpResponseMessage> LogInAsync(HttpClient client, string email, string password) =>
        client.PostAsJsonAsync(LoginApi, new { email, password });

    private static async Task<string> TokenAsync(HttpClient client, string email, string password)
    {
        using var answer = await LogInAsync(client, email, password);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("access_token").GetString()!;
    }
}
