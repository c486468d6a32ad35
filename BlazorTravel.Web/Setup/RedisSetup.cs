using BlazorTravel.Web.Live;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace BlazorTravel.Web.Setup;

/// <summary>One connection to Redis for everything, and what rests on it alone.</summary>
public static class RedisSetup
{
    public static void AddRedis(this WebApplicationBuilder builder)
    {
        var options = ConfigurationOptions.Parse(
            builder.Configuration.GetConnectionString("Redis")
                ?? throw new InvalidOperationException("ConnectionStrings:Redis is not set.")
        );
        // Redis may come up after this server, and may go away for a while; nothing waits for it for long.
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = options.AsyncTimeout = 2000;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        var redis = new Lazy<IConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(options));

        builder.Services.AddSingleton(_ => redis.Value);
        builder.Services.AddSingleton<Announcements>();
        builder.Services.AddStackExchangeRedisCache(cache =>
        {
            cache.ConnectionMultiplexerFactory = () => Task.FromResult(redis.Value);
            cache.InstanceName = "bt:platform:cache:";
        });
        builder.Services.AddHybridCache();
        builder
            .Services.AddDataProtection()
            .SetApplicationName("BlazorTravel")
            .PersistKeysToStackExchangeRedis(() => redis.Value.GetDatabase(), "bt:platform:data-protection-keys");
    }
}
