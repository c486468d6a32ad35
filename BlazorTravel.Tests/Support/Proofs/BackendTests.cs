using Npgsql;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Support.Proofs;

public sealed class BackendTests(TestRun run)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_asker_gets_an_empty_database_of_its_own()
    {
        var postgres = await run.PostgresAsync();
        await using var one = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync("proof"));
        await using var two = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync("proof"));

        await one.CreateCommand("CREATE TABLE only_in_one (id int)").ExecuteNonQueryAsync(Cancelled);

        await using var count = two.CreateCommand("SELECT count(*) FROM pg_tables WHERE tablename = 'only_in_one'");
        Assert.Equal(0L, await count.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task Databases_take_connections_by_the_hundred()
    {
        var postgres = await run.PostgresAsync();
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("postgres"));

        await using var setting = source.CreateCommand("SHOW max_connections");

        Assert.Equal("300", await setting.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task Connections_can_be_broken_from_outside()
    {
        var postgres = await run.PostgresAsync();
        var database = await postgres.NewDatabaseAsync("broken");
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Cancelled);

        await postgres.DisconnectEveryoneAsync(new NpgsqlConnectionStringBuilder(database).Database!);

        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task The_embedded_redis_stores_expires_and_publishes()
    {
        await using var redis = await TestRedis.StartAsync();
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var heard = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await client
            .GetSubscriber()
            .SubscribeAsync(RedisChannel.Literal("news"), (_, message) => heard.TrySetResult(message));

        await client.GetDatabase().StringSetAsync("key", "value", TimeSpan.FromMinutes(1));
        await client.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "arrived");

        Assert.Equal("value", await client.GetDatabase().StringGetAsync("key"));
        Assert.NotNull(await client.GetDatabase().KeyTimeToLiveAsync("key"));
        Assert.Equal("arrived", await heard.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled));
    }
}
