using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Web.Shell;
using BlazorTravel.Web.Shell.Errors;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Shell;

/// <summary>The shell's own middleware in a pipeline of nothing else.</summary>
public sealed class ShellPipelineTests : IAsyncLifetime
{
    private readonly WebApplication app;
    private AgencyTenant? agency = new(1, "nord", "Nordlicht", "db", false, true, "#7A1F5C", null, null, null);
    private HttpClient client = null!;

    public ShellPipelineTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddAuthorization();
        builder.Services.AddShell();
        builder.Services.AddScoped(_ =>
        {
            var current = new CurrentTenant();
            current.Set(agency);
            return current;
        });
        app = builder.Build();
        app.UseShell();
        app.UseRouting();
        app.MapShell();
        app.MapGet("/fails", string () => throw new InvalidOperationException("secret detail"));
        app.MapGet("/api/fails", string () => throw new InvalidOperationException("secret detail"));
        app.MapGet("/status/{code:int}", (int code) => Results.StatusCode(code));
        app.MapGet("/api/status/{code:int}", (int code) => Results.StatusCode(code));
        app.MapGet("/unknown-agency", ErrorPages.WriteUnknownAgencyAsync);
    }

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync(TestContext.Current.CancellationToken);
        client = app.GetTestClient();
        client.BaseAddress = new Uri("http://nord.localhost/");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Every_response_carries_the_policy_with_a_fresh_nonce()
    {
        var policies = new List<string>();
        foreach (var path in new[] { "/nothing", "/nothing", "/fails", "/api/fails" })
        {
            var response = await GetAsync(path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith(
                "default-src 'none'; base-uri 'self'; script-src 'self' 'nonce-",
                policy,
                StringComparison.Ordinal
            );
            policies.Add(policy);
        }

        Assert.Equal(policies.Count, policies.Distinct().Count());
    }

    [Fact]
    public async Task A_suspended_agency_says_so_in_its_own_face()
    {
        var response = await GetAsync("/status/503");
        var page = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromHours(1), response.Headers.RetryAfter?.Delta);
        Assert.Contains("Nordlicht is taking a break", page, StringComparison.Ordinal);
        Assert.Contains("--brand:#7A1F5C", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_shows_the_platforms_face_and_the_address()
    {
        agency = null;
        var response = await GetAsync("/unknown-agency");
        var page = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("No travel agency at this address", page, StringComparison.Ordinal);
        Assert.Contains("nord.localhost", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nordlicht", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing", 404, "This page does not exist")]
    [InlineData("/status/403", 403, "This is not open to you")]
    [InlineData("/status/400", 400, "That did not work")]
    [InlineData("/status/429", 429, "A little slower, please")]
    [InlineData("/fails", 500, "Something broke on our side")]
    public async Task An_error_is_a_page_with_words_for_people(string path, int status, string words)
    {
        var response = await GetAsync(path);
        var page = await ReadAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", page, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/api/nothing", "text/html", 404)]
    [InlineData("/api/status/403", "*/*", 403)]
    [InlineData("/api/fails", "*/*", 500)]
    [InlineData("/nothing", "application/json", 404)]
    public async Task An_error_is_problem_details_for_programs(string path, string accept, int status)
    {
        var response = await GetAsync(path, accept);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.DoesNotContain("secret detail", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_speaks_the_browsers_language()
    {
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de-AT,de;q=0.9,en;q=0.5");
        var page = await ReadAsync(await GetAsync("/nothing"));

        Assert.Contains("Diese Seite gibt es nicht", page, StringComparison.Ordinal);
        Assert.Contains("lang=\"de\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_remembered_theme_is_in_the_first_byte()
    {
        client.DefaultRequestHeaders.Add("Cookie", "theme=dark; rail=folded");
        var page = await ReadAsync(await GetAsync("/nothing"));

        Assert.Contains("data-theme=\"dark\"", page, StringComparison.Ordinal);
        Assert.Contains("data-rail=\"folded\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"css/dark.css\" media=\"all\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_theme_cookie_changes_nothing()
    {
        client.DefaultRequestHeaders.Add("Cookie", "theme=%22%3E%3Cscript%3E");
        var page = await ReadAsync(await GetAsync("/nothing"));

        Assert.DoesNotContain("data-theme=", page, StringComparison.Ordinal);
        Assert.Contains("media=\"(prefers-color-scheme: dark)\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_a_theme_and_a_language_works_without_scripts()
    {
        var response = await PostAsync(("theme", "dark"), ("culture", "fr"), ("back", "/r/abc?x=1"));
        var cookies = response.Headers.GetValues("Set-Cookie").ToList();

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/r/abc?x=1", response.Headers.Location?.OriginalString);
        Assert.Contains(cookies, cookie => cookie.StartsWith("theme=dark;", StringComparison.Ordinal));
        Assert.Contains(cookies, cookie => cookie.Contains("fr", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Going_back_to_the_systems_theme_forgets_the_choice()
    {
        var response = await PostAsync(("theme", "system"), ("back", "/"));

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("theme=;", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("evil")]
    [InlineData("")]
    public async Task A_forged_way_back_ends_at_the_start_page(string back)
    {
        var response = await PostAsync(("theme", "dark"), ("back", back));

        Assert.Equal("/", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_language_that_is_not_offered_is_not_remembered()
    {
        var response = await PostAsync(("culture", "tlh"), ("back", "/"));

        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private Task<HttpResponseMessage> GetAsync(string path, string accept = "text/html")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields) =>
        client.PostAsync(
            new Uri(Preferences.Path, UriKind.Relative),
            new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value)),
            TestContext.Current.CancellationToken
        );

    private static async Task<string> ReadAsync(HttpResponseMessage response) =>
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
