using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;

namespace BlazorTravel.Web.Live;

/// <summary>
/// Tells every server that an agency's people or API keys have changed; each reads again what it shows or knows of them.
/// News can be missed while Redis is away, so listeners hear of every reconnection as a change of any agency.
/// </summary>
public sealed partial class AgencyNews : IDisposable
{
    private readonly IConnectionMultiplexer redis;
    private readonly ILogger<AgencyNews> logger;
    private ImmutableArray<Listener> listeners = [];

    public AgencyNews(IConnectionMultiplexer redis, ILogger<AgencyNews> logger)
    {
        this.redis = redis;
        this.logger = logger;
        redis.ConnectionRestored += OnRestored;
        foreach (var subject in Enum.GetValues<AgencySubject>())
        {
            // Registered even while Redis is away; the client subscribes as soon as it is back.
            redis
                .GetSubscriber()
                .Subscribe(
                    RedisChannel.Pattern(Channel("*", subject)),
                    (channel, _) => Tell(subject, TenantOf(channel)),
                    CommandFlags.FireAndForget
                );
        }
    }

    /// <summary>Calls back with the id of the agency concerned, or with null when it may be any.</summary>
    public IDisposable OnChanged(AgencySubject subject, Action<int?> callback)
    {
        var listener = new Listener(subject, callback);
        ImmutableInterlocked.Update(ref listeners, (all, added) => all.Add(added), listener);
        return new Subscription(this, listener);
    }

    /// <summary>Announces a committed change. This server hears it at once, the others when Redis can be reached.</summary>
    public void Changed(AgencySubject subject, int tenantId)
    {
        Tell(subject, tenantId);
        _ = PublishAsync(RedisChannel.Literal(Channel(tenantId.ToString(CultureInfo.InvariantCulture), subject)));
    }

    public void Dispose() => redis.ConnectionRestored -= OnRestored;

    private async Task PublishAsync(RedisChannel channel)
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(channel, RedisValue.EmptyString);
        }
        catch (Exception exception)
        {
            // What was announced is committed already; listeners read again when Redis is back.
            LogNotAnnounced(logger, channel.ToString(), exception);
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs e)
    {
        if (e.ConnectionType == ConnectionType.Subscription)
        {
            foreach (var subject in Enum.GetValues<AgencySubject>())
            {
                Tell(subject, null);
            }
        }
    }

    private void Tell(AgencySubject subject, int? tenantId)
    {
        foreach (var listener in listeners.Where(listener => listener.Subject == subject))
        {
            try
            {
                listener.Callback(tenantId);
            }
            catch (Exception exception)
            {
                LogListenerFailed(logger, exception);
            }
        }
    }

    private static string Channel(string tenant, AgencySubject subject) =>
        $"bt:{tenant}:{(subject == AgencySubject.People ? "people" : "api-keys")}-changed";

    private static int? TenantOf(RedisChannel channel) =>
        int.TryParse(channel.ToString().Split(':')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    [LoggerMessage(LogLevel.Warning, "Redis could not be told the news on {Channel}")]
    private static partial void LogNotAnnounced(ILogger logger, string channel, Exception exception);

    [LoggerMessage(LogLevel.Error, "A listener failed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);

    private sealed record Listener(AgencySubject Subject, Action<int?> Callback);

    private sealed class Subscription(AgencyNews news, Listener listener) : IDisposable
    {
        public void Dispose() =>
            ImmutableInterlocked.Update(ref news.listeners, (all, gone) => all.Remove(gone), listener);
    }
}

/// <summary>What there is news of.</summary>
public enum AgencySubject
{
    People,
    ApiKeys,
}
