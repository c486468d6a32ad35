using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Api;

namespace BlazorTravel.Tests.Api;

/// <summary>Whatever goes wrong below /api is told to programs in one form, with what to do and nothing of the inside.</summary>
public sealed class ProblemTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not-found")]
    [InlineData("GET", "/api", 404, "not-found")]
    [InlineData("GET", "/api/v1/travel-requests/abc", 404, "not-found")]
    [InlineData("DELETE", "/api/v1/travel-requests", 405, "method-not-allowed")]
    [InlineData("PUT", "/api/travel-requests/1", 405, "method-not-allowed")]
    [InlineData("GET", "/api/v1/travel-requests", 401, "sign-in-required")]
    [InlineData("GET", "/api/v1/travel-requests/1", 401, "sign-in-required")]
    [InlineData("GET", "/api/v1/auth/me", 401, "sign-in-required")]
    [InlineData("POST", "/api/v1/auth/login", 400, "malformed")]
    public async Task A_call_without_a_sign_in_is_told_what_is_wrong(
        string method,
        string path,
        int status,
        string kind
    )
    {
        using var client = world.Server.NewClient("acme");
        var content = method == "POST" ? "{" : null;

        Check(await ApiWorld.SendAsync(client, new HttpMethod(method), path, content), status, kind);
    }

    [Theory]
    [InlineData("/api/v1/travel-requests/999999", 404, "not-found")]
    [InlineData("/api/v1/travel-requests/-1", 404, "not-found")]
    [InlineData("/api/v1/travel-requests/99999999999999999999", 404, "not-found")]
    [InlineData("/api/v1/tenants", 403, "forbidden")]
    [InlineData("/api/v1/travel-requests?page=0", 400, "invalid")]
    [InlineData("/api/v1/travel-requests?cursor=forged", 400, "invalid")]
    public async Task An_agents_call_is_told_what_is_wrong(string path, int status, string kind)
    {
        using var client = await world.AgentAsync();

        Check(await ApiWorld.SendAsync(client, HttpMethod.Get, path), status, kind);
    }

    [Theory]
    [InlineData("{", "application/json", 400, "malformed")]
    [InlineData("[]", "application/json", 400, "malformed")]
    [InlineData("null", "application/json", 400, "malformed")]
    [InlineData("""{"text":"a","text":"b"}""", "application/json", 400, "malformed")]
    [InlineData("""{"\ud800":1}""", "application/json", 400, "malformed")]
    [InlineData("""{"text":[[[[[[[[[[1]]]]]]]]]]}""", "application/json", 400, "malformed")]
    [InlineData("""{"text":7}""", "application/json", 400, "invalid")]
    [InlineData("""{"text":"  "}""", "application/json", 400, "invalid")]
    [InlineData("""{"text":"a\u0000b"}""", "application/json", 400, "invalid")]
    [InlineData("""{"text":"\ud800"}""", "application/json", 400, "invalid")]
    [InlineData("text=a", "application/x-www-form-urlencoded", 415, "unsupported-media-type")]
    [InlineData("""{"text":"a"}""", "application/json; charset=utf-16", 415, "unsupported-media-type")]
    public async Task A_body_that_cannot_be_taken_is_told_why(string body, string type, int status, string kind)
    {
        await using var desk = world.Desk();
        var id = (await desk.AddAsync()).Id;
        using var client = await world.AgentAsync();

        var answer = await ApiWorld.SendAsync(
            client,
            HttpMethod.Post,
            $"{ApiWorld.Requests}/{id}/notes",
            body,
            ("Content-Type", type)
        );

        Check(answer, status, kind);
        if (kind == "invalid")
        {
            Assert.NotEmpty(answer.ErrorAt("text"));
        }
    }

    [Fact]
    public async Task A_wrong_type_in_a_body_is_named_as_it_was_sent()
    {
        using var client = world.Server.NewClient("acme");
        var answer = await ApiWorld.SendAsync(
            client,
            HttpMethod.Post,
            "/api/v1/auth/login",
            """{"email":{},"password":"x"}"""
        );

        Check(answer, 400, "invalid");
        Assert.NotEmpty(answer.ErrorAt("email"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        using var client = await world.AgentAsync();
        var answer = await ApiWorld.SendAsync(
            client,
            HttpMethod.Post,
            ApiWorld.Requests,
            new { notes = new string('a', ApiRoutes.MaxBodyBytes + 1) }
        );

        Check(answer, 413, "too-large");
        Assert.Contains("64 KB", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_token_is_answered_401_with_the_way_to_sign_in()
    {
        using var client = world.Server.NewClient("acme");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");
        var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, ApiWorld.Requests);

        Check(answer, 401, "sign-in-required");
        Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_agency_is_not_found_by_header_either()
    {
        using var client = world.Server.NewClient();
        var answer = await ApiWorld.SendAsync(
            client,
            HttpMethod.Get,
            ApiWorld.Requests,
            null,
            ("X-Tenant-ID", "nobody")
        );

        Check(answer, 404, "unknown-agency");
    }

    [Fact]
    public async Task A_suspended_agency_says_when_to_come_back()
    {
        var closed = await TestAgency.AddAsync(world.Server, "closed");
        await closed.ChangeAsync(world.Server, (tenant, now) => tenant.Suspend(now));
        using var client = world.Server.NewClient("closed");
        var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, ApiWorld.Requests);

        Check(answer, 503, "agency-closed");
        Assert.NotEmpty(answer.Headers["Retry-After"]);
    }

    [Fact]
    public async Task Options_and_head_are_answered_without_a_body()
    {
        using var client = await world.AgentAsync();
        var options = await ApiWorld.SendAsync(client, HttpMethod.Options, ApiWorld.Requests);
        var head = await ApiWorld.SendAsync(client, HttpMethod.Head, ApiWorld.Requests);

        Assert.Equal((204, ""), (options.Status, options.Text));
        Assert.Equal(
            ["GET", "HEAD", "OPTIONS", "POST"],
            options.Headers["Allow"].Split(", ").Order(StringComparer.Ordinal)
        );
        Assert.Equal((200, ""), (head.Status, head.Text));
        Assert.Contains("rel=\"first\"", head.Headers["Link"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_of_the_api_stays_in_a_cache()
    {
        using var client = await world.AgentAsync();
        foreach (var path in new[] { ApiWorld.Requests, "/api/v1/auth/me", "/api/v1/nothing" })
        {
            var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, path);
            Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_that_is_longer_than_it_says_breaks_nothing()
    {
        using var socket = new TcpClient("127.0.0.1", world.Server.Port);
        await using var stream = socket.GetStream();
        var request =
            $"POST {ApiWorld.Requests} HTTP/1.1\r\nHost: acme.localhost:{world.Server.Port}\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_problem_has_a_name_of_its_own() =>
        Assert.Equal(ProblemKind.All.Count, ProblemKind.All.Select(kind => kind.Type).Distinct().Count());

    private static void Check(ApiAnswer answer, int status, string kind)
    {
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.MediaType));
        var problem = answer.Json;
        Assert.Equal($"urn:blazortravel:problem:{kind}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        foreach (var word in new[] { "title", "detail", "trace_id" })
        {
            Assert.NotEmpty(problem.GetProperty(word).GetString()!);
        }
        Assert.Equal(kind == "invalid", problem.TryGetProperty("errors", out _));
        foreach (var inside in new[] { "System.", "Microsoft.", "Exception", "   at ", "parameter \"" })
        {
            Assert.DoesNotContain(inside, answer.Text, StringComparison.Ordinal);
        }
    }
}
