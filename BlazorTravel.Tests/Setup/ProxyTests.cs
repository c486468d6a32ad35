using System.Net;
using System.Net.Http.Json;
using BlazorTravel.Tests.Features.Account;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Setup;

/// <summary>What proxies in front may say about a client, and which of them is believed.</summary>
public sealed class ProxyTests(TestRun run)
{
    private const string Peer = "X-Test-Peer";

    [Theory]
    // Nobody in front, or somebody who is not ours.
    [InlineData("203.0.113.9", null, null, "203.0.113.9 http")]
    [InlineData("203.0.113.9", "192.0.2.1", "https", "203.0.113.9 http")]
    // A proxy of ours, by address, by network and on this machine.
    [InlineData("10.1.2.3", "192.0.2.1", "https", "192.0.2.1 https")]
    [InlineData("198.51.100.7", "192.0.2.1", "https", "192.0.2.1 https")]
    [InlineData("127.0.0.1", "192.0.2.1", "https", "192.0.2.1 https")]
    [InlineData("::ffff:10.1.2.3", "192.0.2.1", "https", "192.0.2.1 https")]
    [InlineData("10.1.2.3", "[2001:db8::1]:4711", "https", "2001:db8::1 https")]
    // Several of ours, one behind the other; what a client itself wrote in front of them is not believed.
    [InlineData("10.1.2.3", "192.0.2.1, 10.9.9.9", "https, http", "192.0.2.1 https")]
    [InlineData("10.1.2.3", "1.1.1.1, 192.0.2.1, 10.9.9.9", "http, https, http", "192.0.2.1 https")]
    // Garbage ends the chain.
    [InlineData("10.1.2.3", "unknown", "https", "10.1.2.3 http")]
    [InlineData("10.1.2.3", "192.0.2.1, <script>", "https", "10.1.2.3 http")]
    [InlineData("10.1.2.3", "", "", "10.1.2.3 http")]
    public async Task Only_proxies_of_ours_are_believed(string peer, string? forwardedFor, string? proto, string seen)
    {
        await using var app = await PipelineAsync();
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://acme.travel.example/");
        request.Headers.Add(Peer, peer);
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        Add(request, "X-Forwarded-For", forwardedFor);
        Add(request, "X-Forwarded-Proto", proto);

        using var answer = await client.SendAsync(request);

        Assert.Equal($"{seen} acme.travel.example", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("203.0.113.9", "fjord.travel.example", "acme.travel.example")]
    [InlineData("10.1.2.3", "fjord.travel.example", "fjord.travel.example")]
    [InlineData("10.1.2.3", "travel.example", "travel.example")]
    [InlineData("10.1.2.3", "evil.example", "acme.travel.example")]
    [InlineData("10.1.2.3", "eviltravel.example", "acme.travel.example")]
    public async Task The_host_is_believed_where_told_to_and_if_it_is_one_of_ours(string peer, string host, string seen)
    {
        await using var app = await PipelineAsync(("TrustForwardedHost", "true"));
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://acme.travel.example/");
        request.Headers.Add(Peer, peer);
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        request.Headers.Add("X-Forwarded-Host", host);

        using var answer = await client.SendAsync(request);

        Assert.EndsWith($" {seen}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task In_the_application_a_stranger_cannot_choose_an_address_or_a_scheme_and_a_proxy_of_ours_can()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var port = FreePort.Next();
        var server = await backends.StartServerAsync(
            new AppOptions
            {
                Port = port,
                BaseDomain = $"travel.example:{port}",
                Settings = new Dictionary<string, string?>
                {
                    ["TrustedProxies:0"] = "10.0.0.0/8",
                    ["Limits:Places:Permits"] = "2",
                    ["Limits:Places:Window"] = "1:00:00",
                },
                Services = services => services.AddSingleton<IStartupFilter, PeerFilter>(),
            }
        );
        var agency = await TestAgency.AddAsync(server, "acme");

        Assert.Equal([200, 200, 429], await TriesAsync(server, "203.0.113.9"));
        Assert.Equal([200, 200, 200], await TriesAsync(server, "10.1.2.3"));
        Assert.DoesNotContain("secure", await CookieAsync(server, agency, "203.0.113.9"), StringComparison.Ordinal);
        Assert.Contains("secure", await CookieAsync(server, agency, "10.1.2.3"), StringComparison.Ordinal);
    }

    private static async Task<List<int>> TriesAsync(AppServer server, string peer)
    {
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            using var client = server.NewClient("acme");
            client.DefaultRequestHeaders.Add(Peer, peer);
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"192.0.2.{i}");
            using var answer = await client.GetAsync(new Uri("/places?q=lis&culture=en", UriKind.Relative));
            statuses.Add((int)answer.StatusCode);
        }
        return statuses;
    }

    private static async Task<string> CookieAsync(AppServer server, TestAgency agency, string peer)
    {
        using var client = server.NewClient("acme");
        client.DefaultRequestHeaders.Add(Peer, peer);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        // The cookie jar would keep a Secure cookie from this plain connection; the header is what counts here.
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        return string.Join(';', page.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }

    private static async Task<WebApplication> PipelineAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["BaseDomain"] = "travel.example",
                ["TrustedProxies:0"] = "10.0.0.0/8",
                ["TrustedProxies:1"] = "198.51.100.7",
            }
        );
        builder.Configuration.AddInMemoryCollection(
            settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)
        );
        builder.AddTrustedProxies();
        var app = builder.Build();
        app.Use(BePeerAsync);
        app.UseForwardedHeaders();
        app.Run(context =>
            context.Response.WriteAsync(
                $"{Plain(context.Connection.RemoteIpAddress!)} {context.Request.Scheme} {context.Request.Host}"
            )
        );
        await app.StartAsync();
        return app;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static Task BePeerAsync(HttpContext context, RequestDelegate next)
    {
        context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers[Peer].ToString());
        return next(context);
    }

    private sealed class PeerFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (HttpContext context, RequestDelegate following) =>
                        context.Request.Headers.ContainsKey(Peer) ? BePeerAsync(context, following) : following(context)
                );
                next(app);
            };
    }
}
