using System.Globalization;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Limits;

/// <summary>The counting itself, on a real Redis, on the embedded server and in the process.</summary>
public sealed class SharedLimitsTests
{
    private static readonly LimitOptions FivePerMinute = new() { Api = new Quota(5, TimeSpan.FromMinutes(1)) };

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Two_servers_share_one_limit()
    {
        await using var redis = await RealRedis.StartAsync();
        await using var first = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await using var second = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        SharedLimits[] servers = [On(first), On(second)];

        for (var i = 0; i < 5; i++)
        {
            var allowed = await servers[i % 2].TakeAsync(Limit.Api, 1, "somebody");
            Assert.True(allowed.IsAllowed);
            Assert.Equal((4 - i, 12 * (i + 1)), (allowed.Remaining, (int)allowed.Reset.TotalSeconds));
        }
        foreach (var server in servers)
        {
            var refused = await server.TakeAsync(Limit.Api, 1, "somebody");
            Assert.False(refused.IsAllowed);
            Assert.Equal((0, 12), (refused.Remaining, refused.RetryAfterSeconds));
        }
        Assert.True((await servers[0].TakeAsync(Limit.Api, 1, "somebody else")).IsAllowed);
        Assert.True((await servers[0].TakeAsync(Limit.Api, 2, "somebody")).IsAllowed);
        Assert.True((await servers[0].TakeAsync(Limit.Api, null, "somebody")).IsAllowed);
    }

    [Fact]
    public async Task Time_gives_permits_back_one_by_one_and_all_of_them_within_the_window()
    {
        await using var redis = await RealRedis.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var limits = On(connection);
        Assert.Equal(5, await AllowedOfAsync(limits, 8));

        time.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(1, await AllowedOfAsync(limits, 8));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, await AllowedOfAsync(limits, 8));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(5, await AllowedOfAsync(limits, 8));
    }

    [Fact]
    public async Task The_real_redis_the_embedded_one_and_the_process_count_alike()
    {
        await using var real = await RealRedis.StartAsync();
        await using var embedded = await TestRedis.StartAsync();
        await using var one = await ConnectionMultiplexer.ConnectAsync(real.ConnectionString);
        await using var two = await ConnectionMultiplexer.ConnectAsync(embedded.ConnectionString);
        var nowhere = ConfigurationOptions.Parse("127.0.0.1:1,abortConnect=false,connectTimeout=100");
        nowhere.BacklogPolicy = BacklogPolicy.FailFast;
        await using var none = await ConnectionMultiplexer.ConnectAsync(nowhere);
        SharedLimits[] all = [On(one), On(two), On(none)];
        var random = new Random(1);

        for (var i = 0; i < 200; i++)
        {
            var answers = new List<LimitAnswer>();
            foreach (var limits in all)
            {
                answers.Add(await limits.TakeAsync(Limit.Api, 1, "somebody"));
            }
            Assert.Single(answers.Distinct());
            time.Advance(TimeSpan.FromMilliseconds(random.Next(20_000)));
        }
    }

    [Fact]
    public async Task Who_comes_all_at_once_is_counted_one_by_one()
    {
        await using var redis = await RealRedis.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var limits = On(connection);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(async _ => await limits.TakeAsync(Limit.Api, 1, "somebody"))
        );

        Assert.Equal(5, answers.Count(answer => answer.IsAllowed));
    }

    [Fact]
    public async Task The_key_carries_the_tenant_hides_the_subject_and_goes_with_its_window()
    {
        await using var redis = await RealRedis.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await On(connection).TakeAsync(Limit.Api, 7, "192.0.2.1");
        await On(connection).TakeAsync(Limit.Api, null, "192.0.2.1");

        var keys = connection.GetServers().Single().Keys(pattern: "*").Select(key => key.ToString()).Order().ToList();
        Assert.Equal(2, keys.Count);
        Assert.Matches("^bt:7:limit:api:[0-9a-f]{32}$", keys[0]);
        Assert.Matches("^bt:platform:limit:api:[0-9a-f]{32}$", keys[1]);
        var left = await connection.GetDatabase().KeyTimeToLiveAsync(keys[0]);
        Assert.InRange(left!.Value.TotalSeconds, 5, 12);
    }

    [Fact]
    public async Task While_redis_is_away_each_server_counts_alone_and_says_so_once()
    {
        await using var redis = await RealRedis.StartAsync();
        var options = ConfigurationOptions.Parse(redis.ConnectionString);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = 1000;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var log = new CollectedLog();
        var limits = new SharedLimits(connection, Options.Create(FivePerMinute), time, new LogOf<SharedLimits>(log));
        Assert.True((await limits.TakeAsync(Limit.Api, 1, "somebody")).IsAllowed);

        await redis.KillAsync();
        Assert.Equal(5, await AllowedOfAsync(limits, 8));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, await AllowedOfAsync(limits, 2));
        Assert.Single(log.Lines, line => line.Message.Contains("counts limits by itself", StringComparison.Ordinal));

        await redis.StartAgainAsync();
        for (var i = 0; i < 100 && !connection.IsConnected; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        time.Advance(TimeSpan.FromSeconds(3));
        // Here only one was taken before.
        Assert.Equal(4, await AllowedOfAsync(limits, 8));
    }

    [Theory]
    [InlineData(0, "00:01:00")]
    [InlineData(-1, "00:01:00")]
    [InlineData(2_000_000, "00:01:00")]
    [InlineData(10, "00:00:00")]
    [InlineData(10, "2.00:00:00")]
    public void Numbers_that_make_no_limit_are_named_by_their_setting(int permits, string window)
    {
        var options = new LimitOptions
        {
            Places = new Quota(permits, TimeSpan.Parse(window, CultureInfo.InvariantCulture)),
        };

        var problem = Assert.Single(options.Validate(new(options)));

        Assert.Contains("Limits__Places__Permits", problem.ErrorMessage);
        Assert.Empty(new LimitOptions().Validate(new(options)));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("nonsense", "unknown")]
    [InlineData(null, "unknown")]
    public void Of_ipv6_the_64_counts_as_the_address(string? address, string client) =>
        Assert.Equal(client, ClientAddress.Of(address));

    private SharedLimits On(IConnectionMultiplexer redis) =>
        new(redis, Options.Create(FivePerMinute), time, NullLogger<SharedLimits>.Instance);

    private static async Task<int> AllowedOfAsync(SharedLimits limits, int tries)
    {
        var allowed = 0;
        for (var i = 0; i < tries; i++)
        {
            allowed += (await limits.TakeAsync(Limit.Api, 1, "somebody")).IsAllowed ? 1 : 0;
        }
        return allowed;
    }
}
