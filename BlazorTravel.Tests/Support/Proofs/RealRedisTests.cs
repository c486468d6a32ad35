using StackExchange.Redis;

namespace BlazorTravel.Tests.Support.Proofs;

public sealed class RealRedisTests
{
    [Fact]
    public async Task What_was_stored_survives_a_restart_and_the_client_finds_back()
    {
        await using var redis = await RealRedis.StartAsync();
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await client.GetDatabase().StringSetAsync("key", "value");

        await redis.StopAsync();
        await Assert.ThrowsAnyAsync<RedisException>(() => client.GetDatabase().StringSetAsync("key", "lost"));
        await redis.StartAgainAsync();

        await using var second = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.Equal("value", await second.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task Two_servers_share_nothing()
    {
        await using var one = await RealRedis.StartAsync();
        await using var two = await RealRedis.StartAsync();
        await using var first = await ConnectionMultiplexer.ConnectAsync(one.ConnectionString);
        await using var second = await ConnectionMultiplexer.ConnectAsync(two.ConnectionString);

        await first.GetDatabase().StringSetAsync("key", "value");

        Assert.False(await second.GetDatabase().KeyExistsAsync("key"));
    }
}
