using System.Net;
using BlazorTravel.Tests.Features.Account;
using BlazorTravel.Tests.Support;
using Microsoft.AspNetCore.StaticAssets;

namespace BlazorTravel.Tests.Shell;

/// <summary>What every answer of the running application says to browsers, whatever kind it is.</summary>
public sealed class HeadersTests(HeadersTests.World world) : IClassFixture<HeadersTests.World>
{
    private const string Secret = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public async Task Every_endpoint_answers_with_all_headers_on_both_kinds_of_host()
    {
        var walks = RouteWalk.Of(world.Server);
        Assert.True(walks.Count > 40, $"Only {walks.Count} endpoints were found.");
        foreach (var subdomain in new[] { "acme", null })
        {
            using var client = world.Server.NewClient(subdomain);
            foreach (var walk in walks)
            {
                foreach (var method in walk.Methods)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), walk.Address);
                    using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    Check(
                        answer,
                        $"{method} {walk.Address} on {subdomain ?? "the platform"}: {(int)answer.StatusCode}"
                    );
                }
            }
        }
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/nothing-here", 404)]
    [InlineData("/admin", 302)]
    [InlineData("/api/v1/auth/me", 401)]
    [InlineData("/api/v1/nothing-here", 404)]
    [InlineData("/css/base.css", 200)]
    [InlineData("/css/nothing-here.css", 404)]
    [InlineData("/r/" + Secret, 404)]
    [InlineData("/account/reset?token=" + Secret, 410)]
    public async Task So_does_every_kind_of_answer(string address, int status)
    {
        using var client = world.Server.NewClient("acme");
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(status, (int)answer.StatusCode);
        Check(answer, address);
    }

    [Fact]
    public async Task So_does_a_host_that_is_nobodys()
    {
        using var client = world.Server.NewClient("nobody");
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Check(answer, "an unknown host");
    }

    [Theory]
    [InlineData("/r/" + Secret)]
    [InlineData("/r/" + Secret + "/received")]
    [InlineData("/R/" + Secret)]
    [InlineData("/account/reset?token=" + Secret)]
    [InlineData("/account/invitation?token=" + Secret)]
    [InlineData("/nothing-here?token=" + Secret)]
    public async Task An_address_that_holds_a_secret_is_told_to_nobody_and_kept_by_nobody(string address)
    {
        using var client = world.Server.NewClient("acme");
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal("no-referrer", One(answer, "Referrer-Policy"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task What_signed_in_people_see_is_kept_nowhere_and_what_is_the_same_for_all_may_be()
    {
        using var client = world.Server.NewClient("acme");
        using var signedIn = await PlainForm.SignInAsync(client, "admin@acme.example", TestAgency.Password);
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);

        foreach (
            var page in new[] { "/admin", "/admin/requests", "/admin/settings", "/api/v1/auth/me", "/", "/privacy" }
        )
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl is { NoStore: true }, page);
        }
        using var style = await client.GetAsync(new Uri("/css/base.css", UriKind.Relative));
        Assert.False(style.Headers.CacheControl?.NoStore ?? false);
        using var places = await client.GetAsync(new Uri("/places?q=lis&culture=en", UriKind.Relative));
        Assert.True(places.Headers.CacheControl is { Public: true, NoStore: false });
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task Only_over_https_browsers_are_told_to_stay_there(string scheme, bool told)
    {
        using var client = world.Server.NewClient("acme");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        foreach (var address in new[] { "/", "/nothing-here", "/css/base.css", "/api/v1/auth/me" })
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(
                told ? ["max-age=31536000; includeSubDomains"] : [],
                answer.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values : []
            );
        }
    }

    [Fact]
    public async Task On_the_own_machine_they_are_not()
    {
        await using var server = await world.Backends.StartServerAsync();
        foreach (var subdomain in new[] { "acme", null })
        {
            using var client = server.NewClient(subdomain);
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
    }

    private static void Check(HttpResponseMessage answer, string what)
    {
        string Header(string name) =>
            answer.Headers.TryGetValues(name, out var values)
                ? string.Join(" | ", values)
                : throw new InvalidOperationException($"{what} has no {name}.");

        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Contains(Header("Referrer-Policy"), (string[])["same-origin", "no-referrer"]);
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("publickey-credentials-get=(self)", Header("Permissions-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"));
        Assert.Matches(
            "^default-src 'none'; base-uri 'self'; script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'; "
                + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                + "form-action 'self'; frame-ancestors 'self'; object-src 'none'$",
            Header("Content-Security-Policy")
        );
        Assert.False(answer.Headers.Contains("Server"), $"{what} says what it runs on.");
        Assert.False(answer.Headers.Contains("X-Powered-By"), $"{what} says what it runs on.");
    }

    private static string One(HttpResponseMessage answer, string header) =>
        Assert.Single(answer.Headers.GetValues(header));

    /// <summary>A server whose domain is not this machine's own, with one agency.</summary>
    public sealed class World(TestRun run) : IAsyncLifetime
    {
        public AppBackends Backends { get; private set; } = null!;
        public AppServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Backends = await AppBackends.StartAsync(run);
            var port = FreePort.Next();
            Server = await Backends.StartServerAsync(
                new AppOptions { Port = port, BaseDomain = $"travel.example:{port}" }
            );
            await TestAgency.AddAsync(Server, "acme");
        }

        public ValueTask DisposeAsync() => Backends.DisposeAsync();
    }
}
