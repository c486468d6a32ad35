using System.Net;
using BlazorTravel.Tests.Features.Account;
using BlazorTravel.Tests.Support;
using Microsoft.AspNetCore.Antiforgery;

namespace BlazorTravel.Tests.Shell;

/// <summary>What another site's page sends with somebody's cookies changes nothing, at any endpoint there is.</summary>
public sealed class ForgeryTests(AppFixture app) : IClassFixture<AppFixture>, IAsyncLifetime
{
    // They take no antiforgery token: circuits are opened by script, the switches change the caller's own cookies only, and the
    // way out looks at the token itself.
    private static readonly string[] WithoutToken =
    [
        "/preferences",
        "/logout",
        "/login/passkey",
        "/account/later",
        "/account/passkeys/new",
        // Probes may come by any method; they change nothing.
        "/health/live",
        "/health/ready",
    ];

    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        var name = $"forgery-{Guid.NewGuid():N}"[..20];
        var agency = await TestAgency.AddAsync(app.Server, name);
        client = app.Server.NewClient(name);
        using var signedIn = await PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password);
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_form_of_a_page_is_refused_without_its_token()
    {
        var pages = RouteWalk
            .Of(app.Server)
            .Where(walk => walk.Methods.Contains("POST") && IsProtected(walk))
            // What is posted there goes to an endpoint of the same address, which is tested below.
            .Where(walk => walk.Pattern != "/logout")
            .ToList();
        Assert.Contains(pages, walk => walk.Pattern == "/login");
        Assert.Contains(pages, walk => walk.Pattern == "/");
        foreach (var walk in pages)
        {
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["_handler"] = "travel-request", ["email"] = "a@b.example" }
            );
            using var answer = await client.PostAsync(new Uri(walk.Address, UriKind.Relative), form);
            // Pages of the platform's host are refused for being none of this host's.
            Assert.True(
                answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound,
                $"{walk} took a form without a token: {(int)answer.StatusCode}"
            );
        }
    }

    [Fact]
    public void Every_other_endpoint_that_changes_something_is_known()
    {
        var others = RouteWalk
            .Of(app.Server)
            .Where(walk => walk.Changes && !IsProtected(walk))
            .Select(walk => $"/{walk.Pattern.TrimStart('/')}")
            .Where(pattern => !pattern.StartsWith("/api/", StringComparison.Ordinal))
            .Where(pattern => !pattern.StartsWith("/_", StringComparison.Ordinal))
            .Distinct();

        Assert.Equal(WithoutToken.Order(), others.Where(IsOfTheApp).Order());
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://fjord.localhost")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Nothing_changes_at_the_word_of_another_site(string header, string value)
    {
        var walks = RouteWalk.Of(app.Server).Where(walk => walk.Changes).ToList();
        Assert.Contains(walks, walk => walk.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal));
        foreach (var walk in walks)
        {
            foreach (var method in walk.Methods.Where(method => method is not ("GET" or "HEAD" or "OPTIONS")))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), walk.Address);
                request.Headers.Add(header, value);
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                using var answer = await client.SendAsync(request);
                Assert.True(
                    answer.StatusCode == HttpStatusCode.Forbidden,
                    $"{method} {walk.Address}: {answer.StatusCode}"
                );
            }
        }
        using var still = await client.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://fjord.localhost")]
    [InlineData("Origin", "null", true)]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task No_other_site_opens_a_circuit_with_somebodys_cookies(
        string header,
        string value,
        bool mayPass = false
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor?id=none");
        request.Headers.Add(header, value);
        using var answer = await client.SendAsync(request);

        Assert.Equal(!mayPass, answer.StatusCode == HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", null)]
    public async Task The_own_pages_are_let_through(string header, string? value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/preferences");
        request.Headers.Add(header, value ?? client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["theme"] = "dark", ["back"] = "/" }
        );
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_without_the_token_signs_nobody_out()
    {
        using var answer = await client.PostAsync(new Uri("/logout", UriKind.Relative), new FormUrlEncodedContent([]));
        Assert.EndsWith("/logout", answer.Headers.Location!.ToString());

        using var still = await client.GetAsync(new Uri("/api/v1/auth/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    private static bool IsProtected(RouteWalk walk) =>
        walk.Endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true };

    // Static files are mapped for GET and HEAD; what has no method of its own is the framework's.
    private static bool IsOfTheApp(string pattern) => !pattern.Contains("{**", StringComparison.Ordinal);
}
