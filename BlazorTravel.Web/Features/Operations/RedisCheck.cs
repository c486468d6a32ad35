using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Operations;

/// <summary>Whether Redis answers. Without it travelers can send requests, but nobody can sign in.</summary>
public sealed class RedisCheck(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var servers = redis.GetServers();
        var connected = servers.Count(server => server.IsConnected);
        var nodes = new Dictionary<string, object> { ["nodes"] = servers.Length, ["connected"] = connected };
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return connected == servers.Length
                ? HealthCheckResult.Healthy(data: nodes)
                : HealthCheckResult.Degraded("Some of its nodes are away.", data: nodes);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return HealthCheckResult.Degraded("It does not answer.", data: nodes);
        }
    }
}
