using BlazorTravel.Web.Embedded;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Embedded;

public sealed class EmbeddedGarnetTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Home => Path.Combine(_folder.Path, "garnet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_hashes_and_their_expiry_survive_a_restart()
    {
        await using (var server = await StartAsync(Home))
        {
            await WithAsync(server, WriteAsync);
        }

        await using var again = await StartAsync(Home);
        await WithAsync(again, AssertKeptAsync);
    }

    [Fact]
    public async Task Whatever_was_acknowledged_is_on_disk_when_the_process_is_killed()
    {
        var copy = Path.Combine(_folder.Path, "as-after-the-kill");
        await using (var server = await StartAsync(Home))
        {
            await WithAsync(server, WriteAsync);
            // What another process reads of the open files is what a killed one leaves.
            await CopyAsync(Home, copy);
        }

        await using var again = await StartAsync(copy);
        await WithAsync(again, AssertKeptAsync);
    }

    [Fact]
    public async Task What_a_checkpoint_took_over_from_the_log_survives_too()
    {
        await using (var server = await StartAsync(Home))
        {
            await WithAsync(
                server,
                async database =>
                {
                    await WriteAsync(database);
                    Assert.Equal("OK", (string?)await database.ExecuteAsync("SAVE"));
                    await database.StringSetAsync("later", "1");
                }
            );
        }

        await using var again = await StartAsync(Home);
        await WithAsync(
            again,
            async database =>
            {
                await AssertKeptAsync(database);
                Assert.Equal("1", (string?)await database.StringGetAsync("later"));
            }
        );
    }

    [Fact]
    public async Task Without_its_password_nobody_gets_in()
    {
        await using var server = await StartAsync(Home);
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        Assert.Equal("127.0.0.1", Assert.IsType<System.Net.IPEndPoint>(options.EndPoints.Single()).Address.ToString());
        options.Password = "guess";
        options.AbortOnConnectFail = true;

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var first = await StartAsync(Home);

        var refused = await Assert.ThrowsAsync<EmbeddedSetupException>(() => StartAsync(Home, TimeSpan.Zero));

        Assert.Contains(
            $"already in use by process {Environment.ProcessId}",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private static Task<EmbeddedGarnet> StartAsync(string folder, TimeSpan? patience = null) =>
        EmbeddedGarnet.StartAsync(folder, patience: patience, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task WriteAsync(IDatabase database)
    {
        await database.StringSetAsync("token", "abc", TimeSpan.FromHours(1));
        await database.HashSetAsync("draft", "destination", "Lisbon");
        await database.SortedSetAddAsync("order", "first", 1);
        await database.StringSetAsync("gone", "x");
        await database.KeyDeleteAsync("gone");
    }

    private static async Task AssertKeptAsync(IDatabase database)
    {
        Assert.Equal("abc", (string?)await database.StringGetAsync("token"));
        var left = Assert.NotNull(await database.KeyTimeToLiveAsync("token"));
        Assert.InRange(left, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        Assert.Equal("Lisbon", (string?)await database.HashGetAsync("draft", "destination"));
        Assert.Equal(1, await database.SortedSetScoreAsync("order", "first"));
        Assert.False(await database.KeyExistsAsync("gone"));
    }

    private static async Task WithAsync(EmbeddedGarnet server, Func<IDatabase, Task> work)
    {
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        options.AllowAdmin = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await work(redis.GetDatabase());
    }

    private static async Task CopyAsync(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            if (Path.GetFileName(file) != "lock")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                await using var from = new FileStream(
                    file,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete
                );
                await using var copy = new FileStream(to, FileMode.CreateNew);
                await from.CopyToAsync(copy, TestContext.Current.CancellationToken);
            }
        }
    }
}
