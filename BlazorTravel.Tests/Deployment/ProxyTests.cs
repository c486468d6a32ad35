using System.Net;
using System.Net.WebSockets;
using BlazorTravel.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace BlazorTravel.Tests.Deployment;

/// <summary>What nginx does with requests, shown with the files it runs with in production.</summary>
public sealed class ProxyTests(RenderedPicture picture) : IClassFixture<RenderedPicture>, IAsyncLifetime
{
    private Proxy _proxy = null!;
    private HttpClient _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _proxy = await Proxy.StartAsync(picture);
        _visitor = _proxy.NewVisitor();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor?.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task What_a_client_says_of_itself_does_not_reach_the_servers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "admin");
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "http");
        request.Headers.Add("Forwarded", "for=6.6.6.6");
        request.Headers.Add("X-Real-IP", "6.6.6.6");

        using var answer = await _visitor.SendAsync(request, Cancelled);

        var headers = Assert.Single(Everything).Headers;
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("https", headers["X-Forwarded-Proto"]);
        Assert.Equal($"acme.{Proxy.Host}:{_proxy.Port}", headers["Host"]);
        Assert.DoesNotContain(headers, header => header.Value.Contains("6.6.6.6", StringComparison.Ordinal));
        Assert.DoesNotContain("X-Forwarded-Host", headers.Keys);
        Assert.Equal(headers["X-Request-ID"], Assert.Single(answer.Headers.GetValues("X-Request-ID")));
    }

    [Fact]
    public async Task A_visitor_stays_with_a_server_and_visitors_are_spread()
    {
        var first = await _visitor.GetStringAsync(Home, Cancelled);
        for (var visit = 0; visit < 10; visit++)
        {
            Assert.Equal(first, await _visitor.GetStringAsync(Home, Cancelled));
        }

        var seen = new HashSet<string> { first };
        await Waiting.UntilAsync(async () =>
        {
            using var other = _proxy.NewVisitor();
            seen.Add(await other.GetStringAsync(Home, Cancelled));
            return seen.Count == 2;
        });
    }

    [Fact]
    public async Task What_only_reads_is_answered_by_the_next_server_when_one_breaks_off()
    {
        var other = await BreakTheVisitorsServerAsync();

        Assert.Equal(
            $"server {other.Port}",
            await _visitor.GetStringAsync(new Uri("r/token", UriKind.Relative), Cancelled)
        );
    }

    [Fact]
    public async Task What_carries_no_key_is_never_sent_twice()
    {
        var other = await BreakTheVisitorsServerAsync();

        using var answer = await SendAsync("admin/requests/7", key: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain(other.Asked, asked => asked.Method == "POST");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("_blazor/negotiate?negotiateVersion=1", null)]
    [InlineData("api/v1/travel-requests", "a-key")]
    public async Task What_carries_its_key_is_sent_to_the_next_server(string path, string? key)
    {
        var other = await BreakTheVisitorsServerAsync();

        using var answer = await SendAsync(path, key);

        Assert.Equal($"server {other.Port}", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("18", other.Asked.Last().Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_server_on_its_way_out_hands_its_visitors_over()
    {
        var own = await OwnServerAsync();
        own.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        };

        Assert.Equal($"server {Other(own).Port}", await _visitor.GetStringAsync(Home, Cancelled));
    }

    [Fact]
    public async Task A_suspended_agency_takes_no_server_out_of_turn()
    {
        foreach (var server in _proxy.Servers)
        {
            server.Answer = async context =>
            {
                context.Response.StatusCode = context.Request.Path == "/suspended" ? 503 : 200;
                await context.Response.WriteAsync("the agency's own page", Cancelled);
            };
        }
        for (var visit = 0; visit < 3; visit++)
        {
            using var suspended = await _visitor.GetAsync(new Uri("suspended", UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, suspended.StatusCode);
            Assert.Equal("the agency's own page", await suspended.Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Equal("the agency's own page", await _visitor.GetStringAsync(Home, Cancelled));
        Assert.Equal(3, Everything.Count(asked => asked.Path == "/suspended"));
    }

    [Fact]
    public async Task Without_any_server_people_get_a_page_that_tries_again_and_programs_a_problem()
    {
        foreach (var server in _proxy.Servers)
        {
            await server.StopAsync();
        }

        using var page = await _visitor.GetAsync(Home, Cancelled);
        using var sent = await SendAsync("", key: null);
        using var program = await _visitor.GetAsync(new Uri("api/v1/travel-requests", UriKind.Relative), Cancelled);

        Assert.All([page, sent, program], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.All(
            [page, sent, program],
            answer => Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta)
        );
        Assert.Contains(
            "We’ll be right back",
            await page.Content.ReadAsStringAsync(Cancelled),
            StringComparison.Ordinal
        );
        Assert.Equal("5", Assert.Single(page.Headers.GetValues("Refresh")));
        Assert.False(sent.Headers.Contains("Refresh"), "Trying again by itself would forget what was sent.");
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task While_the_platform_is_closed_for_work_nothing_reaches_a_server()
    {
        var flag = Path.Combine(_proxy.Folder, "run", "maintenance");
        await File.WriteAllTextAsync(flag, "", Cancelled);
        using var closed = await _visitor.GetAsync(Home, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, closed.StatusCode);
        Assert.Empty(Everything);

        File.Delete(flag);
        using var open = await _visitor.GetAsync(Home, Cancelled);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br", "brotli")]
    [InlineData("gzip, br;q=0", "gzip", "zipped")]
    [InlineData("identity", "", "plain")]
    public async Task Static_files_come_from_the_disk_as_they_were_published(
        string accepts,
        string encoding,
        string body
    )
    {
        const string name = "css/look.0123456789.css";
        var folder = Directory.CreateDirectory(Path.Combine(_proxy.Folder, "static", "css")).FullName;
        foreach (var (ending, text) in new[] { ("", "plain"), (".br", "brotli"), (".gz", "zipped") })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, Path.GetFileName(name) + ending), text, Cancelled);
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, name);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);

        using var answer = await _visitor.SendAsync(request, Cancelled);

        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(encoding, string.Join(',', answer.Content.Headers.ContentEncoding));
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.Empty(Everything);
    }

    [Fact]
    public async Task A_static_file_that_is_not_on_the_disk_comes_from_a_server()
    {
        using var answer = await _visitor.GetAsync(new Uri("js/older.0123456789.js", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/js/older.0123456789.js", Assert.Single(Everything).Path);
    }

    [Fact]
    public async Task Whoever_comes_without_encryption_is_sent_to_the_same_place_with_it()
    {
        using var stranger = _proxy.NewVisitor(encrypted: false);
        using var answer = await stranger.GetAsync(new Uri("login?return=%2Fadmin", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal(
            $"https://acme.{Proxy.Host}:{_proxy.Port}/login?return=%2Fadmin",
            answer.Headers.Location?.OriginalString
        );
        Assert.Empty(Everything);
    }

    [Fact]
    public async Task A_flood_from_one_address_is_turned_away_while_others_get_through()
    {
        using var flooding = _proxy.NewVisitor(IPAddress.Parse("127.0.0.2"));
        // Over one connection: hundreds of handshakes would take longer than the flood may.
        flooding.DefaultRequestVersion = HttpVersion.Version20;
        flooding.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => flooding.GetAsync(Home, Cancelled)));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        using var other = _proxy.NewVisitor(IPAddress.Parse("127.0.0.3"));
        using var through = await other.GetAsync(Home, Cancelled);
        Assert.Equal(HttpStatusCode.OK, through.StatusCode);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Circuits_pass_as_web_sockets()
    {
        foreach (var server in _proxy.Servers)
        {
            server.Answer = async context =>
            {
                using var accepted = await context.WebSockets.AcceptWebSocketAsync();
                await accepted.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
                await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
            };
        }
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new Uri($"wss://acme.{Proxy.Host}:{_proxy.Port}/_blazor"), _visitor, Cancelled);

        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, Cancelled);
        Assert.Equal("hello"u8.ToArray(), buffer[..received.Count]);
    }

    [Fact]
    public async Task Figures_are_not_for_the_outside()
    {
        using var answer = await _visitor.GetAsync(new Uri("metrics", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(Everything);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Uri Home => new("/", UriKind.Relative);

    private IEnumerable<Asked> Everything => _proxy.Servers.SelectMany(server => server.Asked);

    private Backend Other(Backend server) => _proxy.Servers.Single(other => other != server);

    private async Task<Backend> OwnServerAsync()
    {
        var name = await _visitor.GetStringAsync(Home, Cancelled);
        return _proxy.Servers.Single(server => name == $"server {server.Port}");
    }

    /// <summary>From now on the visitor's own server breaks off after it received a request; answers the other one.</summary>
    private async Task<Backend> BreakTheVisitorsServerAsync()
    {
        var own = await OwnServerAsync();
        own.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        return Other(own);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/{path}", UriKind.Relative))
        {
            Content = new StringContent("destination=Lisbon"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        return await _visitor.SendAsync(request, Cancelled);
    }
}
