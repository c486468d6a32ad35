using System.Net;
using System.Text.Json;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Operations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BlazorTravel.Tests.Features.Operations;

/// <summary>What a server says of itself while what it stands on comes and goes.</summary>
public sealed class HealthTests(TestRun run) : IAsyncLifetime
{
    private AppBackends _backends = null!;
    private AppServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _backends = await AppBackends.StartAsync(run, new AppBackendsOptions(RealRedis: true));
        _server = await _backends.StartServerAsync(new AppOptions { Environment = "Production" });
        _client = _server.NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _backends.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_has_everything_is_ready_on_whatever_host_it_is_asked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health/ready") { Headers = { Host = "10.0.0.7" } };
        using var byAddress = await _client.SendAsync(request, Cancelled);
        using var elsewhere = _server.NewClient("nobody");
        using var answer = await elsewhere.GetAsync(new Uri("health/ready", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, byAddress.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await ReadAsync(answer);
        Assert.Equal("ready", json.GetProperty("status").GetString());
        Assert.All(
            json.GetProperty("dependencies").EnumerateObject(),
            dependency => Assert.Equal("up", dependency.Value.GetProperty("status").GetString())
        );
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_redis_a_server_says_so_and_stays_ready()
    {
        await _backends.RealRedis.StopAsync();

        await Waiting.UntilAsync(async () => StateOf((await AskAsync("ready")).Json, "redis") == "degraded");
        var (status, json) = await AskAsync("ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("degraded", json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Without_the_main_database_a_server_is_alive_but_not_ready_until_it_is_back()
    {
        await AllowConnectionsAsync(false);
        await _backends.Postgres.DisconnectEveryoneAsync(_backends.MainDatabase);

        var (status, json) = await AskAsync("ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("down", StateOf(json, "main_database"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("live")).Status);

        await AllowConnectionsAsync(true);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("ready")).Status);
    }

    [Fact]
    public async Task Whoever_comes_while_the_main_database_is_away_is_asked_to_come_back_soon()
    {
        await AllowConnectionsAsync(false);
        await _backends.Postgres.DisconnectEveryoneAsync(_backends.MainDatabase);
        using var client = _server.NewClient("acme");

        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_server_that_drains_is_alive_but_not_ready()
    {
        _server.Services.GetRequiredService<Draining>().Begin();

        var (status, json) = await AskAsync("ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("down", StateOf(json, "server"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("live")).Status);
    }

    [Fact]
    public async Task The_probe_of_the_image_tells_by_its_exit_code()
    {
        Assert.Equal(0, await HealthProbe.RunAsync(["--probe", $"http://127.0.0.1:{_server.Port}/health/ready"]));

        _server.Services.GetRequiredService<Draining>().Begin();

        Assert.Equal(1, await HealthProbe.RunAsync(["--probe", $"http://127.0.0.1:{_server.Port}/health/ready"]));
        Assert.Equal(1, await HealthProbe.RunAsync(["--probe", $"http://127.0.0.1:{FreePort.Next()}/health/ready"]));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(string what)
    {
        using var answer = await _client.GetAsync(new Uri($"health/{what}", UriKind.Relative), Cancelled);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;

    private static string? StateOf(JsonElement json, string dependency) =>
        json.GetProperty("dependencies").GetProperty(dependency).GetProperty("status").GetString();

    private async Task AllowConnectionsAsync(bool allowed)
    {
        await using var source = NpgsqlDataSource.Create(_backends.Postgres.ConnectionString("postgres"));
        await using var command = source.CreateCommand(
            $"ALTER DATABASE {_backends.MainDatabase} WITH ALLOW_CONNECTIONS {allowed}"
        );
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
