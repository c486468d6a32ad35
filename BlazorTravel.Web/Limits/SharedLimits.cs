using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BlazorTravel.Web.Limits;

/// <summary>
/// Counts for all servers together, in Redis. While Redis is away each server counts for itself with the same numbers:
/// travelers can still send, and nobody has the gates wide open.
/// </summary>
public sealed partial class SharedLimits(
    IConnectionMultiplexer redis,
    IOptions<LimitOptions> options,
    TimeProvider time,
    ILogger<SharedLimits> logger
)
{
    /// <summary>
    /// The generic cell rate algorithm: of each subject one moment is kept, the one at which all permits will be there again.
    /// One number and one round trip, a window that slides by itself, and no double burst at a window's edge.
    /// The time is the servers' own: a clock that is off shortens or lengthens a wait by as much, and no more.
    /// KEYS[1]: the moment. ARGV: now, the time one permit takes, the window; all in microseconds.
    /// Answers whether it is allowed, the time until all permits are back, and the time to wait.
    /// </summary>
    private const string Script = """
        local now, interval, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local arrival = tonumber(redis.call('GET', KEYS[1]) or '0')
        if arrival < now then arrival = now end
        local nextArrival = arrival + interval
        local wait = nextArrival - window - now
        if wait > 0 then return { 0, arrival - now, wait } end
        redis.call('SET', KEYS[1], string.format('%.0f', nextArrival), 'PX', string.format('%.0f', math.ceil((nextArrival - now) / 1000)))
        return { 1, nextArrival - now, 0 }
        """;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly LocalLimits local = new();
    private long awayUntil;

    /// <summary>Takes one permit of a subject, such as an address, at an agency or on the platform as a whole.</summary>
    public async ValueTask<LimitAnswer> TakeAsync(Limit limit, int? tenantId, string subject)
    {
        var quota = limit.QuotaIn(options.Value);
        var key = Key(limit, tenantId, subject);
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var (isAllowed, used, wait) = await TakeAsync(key, quota, now);
        return new LimitAnswer(
            limit,
            quota,
            isAllowed,
            isAllowed ? Math.Max(0, (quota.WindowInMicroseconds - used) / quota.Interval) : 0,
            TimeSpan.FromMicroseconds(isAllowed ? used : wait)
        );
    }

    internal static string Key(Limit limit, int? tenantId, string subject)
    {
        var owner = tenantId is { } id ? id.ToString(CultureInfo.InvariantCulture) : "platform";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 16));
        return $"bt:{owner}:limit:{limit.Name}:{hash}";
    }

    private async ValueTask<(bool IsAllowed, long Used, long Wait)> TakeAsync(string key, Quota quota, long now)
    {
        var since = Interlocked.Read(ref awayUntil);
        // A Redis that hangs is not waited for by everybody.
        if (since != 0 && time.GetTimestamp() < since)
        {
            return local.Take(key, quota, now);
        }
        try
        {
            var answer = (RedisResult[]?)
                await redis
                    .GetDatabase()
                    .ScriptEvaluateAsync(Script, [(RedisKey)key], [now, quota.Interval, quota.WindowInMicroseconds]);
            if (since != 0 && Interlocked.Exchange(ref awayUntil, 0) != 0)
            {
                LogShared(logger);
            }
            return ((long)answer![0] == 1, (long)answer[1], (long)answer[2]);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            var until = time.GetTimestamp() + (long)(RetryPause.TotalSeconds * time.TimestampFrequency);
            if (Interlocked.Exchange(ref awayUntil, until) == 0)
            {
                LogAlone(logger, exception);
            }
            return local.Take(key, quota, now);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer: this server counts limits by itself until it does")]
    private static partial void LogAlone(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Redis answers again: the servers count limits together")]
    private static partial void LogShared(ILogger logger);
}
