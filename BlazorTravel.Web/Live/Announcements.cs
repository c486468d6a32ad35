using System.Collections.Immutable;
using System.Globalization;
using BlazorTravel.Web.Tenancy;
using StackExchange.Redis;

namespace BlazorTravel.Web.Live;

/// <summary>
/// Tells every server what has just changed, over Redis pub/sub. Each server listens on one connection and passes the news on
/// to whoever listens inside. News can be missed while Redis is away, so listeners hear of every reconnection, too, and read
/// again then.
/// </summary>
public sealed partial class Announcements : IDisposable
{
    private static readonly RedisChannel AnyTenantChanged = RedisChannel.Pattern("bt:*:tenant-changed");
    private static readonly RedisChannel AnyTokenRevoked = RedisChannel.Pattern("bt:*:token-revoked");
    private static readonly RedisChannel SigningKeysChanged = RedisChannel.Literal("bt:platform:signing-keys-changed");
    private static readonly RedisChannel AnyRequestChanged = RedisChannel.Pattern("bt:*:request-changed");

    private readonly IConnectionMultiplexer redis;
    private readonly ILogger<Announcements> logger;
    private ImmutableArray<Listener<int?>> tenantListeners = [];
    private ImmutableArray<Listener<RequestNews>> requestListeners = [];
    private ImmutableArray<Listener<EndedSessions?>> endingListeners = [];
    private ImmutableArray<Listener<bool>> keyListeners = [];
    private ImmutableArray<Listener<bool>> connectionListeners = [];

    public Announcements(IConnectionMultiplexer redis, ILogger<Announcements> logger)
    {
        this.redis = redis;
        this.logger = logger;
        redis.ConnectionRestored += OnRestored;
        redis.ConnectionFailed += OnFailed;
        var subscriber = redis.GetSubscriber();
        // Registered even while Redis is away; the client subscribes as soon as it is back.
        subscriber.Subscribe(
            AnyTenantChanged,
            (channel, _) => Tell(tenantListeners, TenantOf(channel)),
            CommandFlags.FireAndForget
        );
        subscriber.Subscribe(
            AnyTokenRevoked,
            (channel, value) =>
            {
                if (EndedSessions.Read(channel.ToString(), value.ToString()) is { } ended)
                {
                    Tell(endingListeners, ended);
                }
            },
            CommandFlags.FireAndForget
        );
        subscriber.Subscribe(SigningKeysChanged, (_, _) => Tell(keyListeners, true), CommandFlags.FireAndForget);
        subscriber.Subscribe(
            AnyRequestChanged,
            (channel, value) => TellRequest(channel, value),
            CommandFlags.FireAndForget
        );
    }

    /// <summary>Whether news of other servers can be heard at the moment.</summary>
    public bool IsConnected => redis.GetSubscriber().IsConnected(AnyTenantChanged);

    /// <summary>Whether it would be heard at the moment that sessions end.</summary>
    public bool HearsEndings => redis.GetSubscriber().IsConnected(AnyTokenRevoked);

    /// <summary>Calls back with whether Redis can be reached, each time that may have changed.</summary>
    public IDisposable OnConnectionChanged(Action<bool> callback)
    {
        var listener = new Listener<bool>(null, callback);
        ImmutableInterlocked.Update(ref connectionListeners, (all, added) => all.Add(added), listener);
        return new Subscription(() =>
            ImmutableInterlocked.Update(ref connectionListeners, (all, gone) => all.Remove(gone), listener)
        );
    }

    /// <summary>Calls back with the id of a changed agency, or with null when any may have changed.</summary>
    public IDisposable OnTenantChanged(Action<int?> callback)
    {
        var listener = new Listener<int?>(null, callback);
        ImmutableInterlocked.Update(ref tenantListeners, (all, added) => all.Add(added), listener);
        return new Subscription(() =>
            ImmutableInterlocked.Update(ref tenantListeners, (all, gone) => all.Remove(gone), listener)
        );
    }

    /// <summary>Calls back with news of one agency's requests; <see cref="RequestNews.Id"/> is null when any may have changed.</summary>
    public IDisposable OnRequestChanged(int tenantId, Action<RequestNews> callback)
    {
        var listener = new Listener<RequestNews>(tenantId, callback);
        ImmutableInterlocked.Update(ref requestListeners, (all, added) => all.Add(added), listener);
        return new Subscription(() =>
            ImmutableInterlocked.Update(ref requestListeners, (all, gone) => all.Remove(gone), listener)
        );
    }

    /// <summary>Calls back with sessions that were ended, or with null when any may have been.</summary>
    public IDisposable OnSessionsEnded(Action<EndedSessions?> callback)
    {
        var listener = new Listener<EndedSessions?>(null, callback);
        ImmutableInterlocked.Update(ref endingListeners, (all, added) => all.Add(added), listener);
        return new Subscription(() =>
            ImmutableInterlocked.Update(ref endingListeners, (all, gone) => all.Remove(gone), listener)
        );
    }

    /// <summary>Calls back when another server has made or removed a key that signs tokens.</summary>
    public IDisposable OnSigningKeysChanged(Action callback)
    {
        var listener = new Listener<bool>(null, _ => callback());
        ImmutableInterlocked.Update(ref keyListeners, (all, added) => all.Add(added), listener);
        return new Subscription(() =>
            ImmutableInterlocked.Update(ref keyListeners, (all, gone) => all.Remove(gone), listener)
        );
    }

    /// <summary>Announces to all servers that sessions were ended.</summary>
    public Task SessionsEndedAsync(EndedSessions ended) =>
        PublishAsync(RedisChannel.Literal(ended.Channel), ended.Message);

    /// <summary>Announces on this server alone that sessions were ended; needs no Redis.</summary>
    public void SessionsEndedHere(EndedSessions ended) => Tell(endingListeners, ended);

    /// <summary>Announces that the keys which sign tokens are others now.</summary>
    public Task SigningKeysChangedAsync() => PublishAsync(SigningKeysChanged, "");

    /// <summary>Announces a changed agency. This server hears it at once, the others when Redis can be reached.</summary>
    public Task TenantChangedAsync(int tenantId)
    {
        Tell(tenantListeners, tenantId);
        return PublishAsync(RedisChannel.Literal($"bt:{tenantId}:tenant-changed"), "");
    }

    /// <summary>Announces a new or changed request of an agency. Nobody waits for it: it is committed already.</summary>
    public void RequestChanged(int tenantId, long requestId, bool isNew)
    {
        var value = string.Create(CultureInfo.InvariantCulture, $"{(isNew ? "+" : "")}{requestId}");
        _ = PublishAsync(RedisChannel.Literal($"bt:{tenantId}:request-changed"), value);
    }

    public void Dispose()
    {
        redis.ConnectionRestored -= OnRestored;
        redis.ConnectionFailed -= OnFailed;
    }

    private async Task PublishAsync(RedisChannel channel, string value)
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(channel, value);
        }
        catch (Exception exception)
        {
            // What was announced is committed already; screens read again when Redis is back.
            LogNotAnnounced(logger, channel.ToString(), exception);
        }
    }

    private void TellRequest(RedisChannel channel, RedisValue value)
    {
        var text = value.ToString();
        if (
            TenantOf(channel) is { } tenantId
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
        )
        {
            // The listeners are this agency's open screens; what they write into the log is about it.
            using var scope = logger.BeginScope(TenantLogScope.Of(tenantId));
            Tell(
                [.. requestListeners.Where(listener => listener.TenantId == tenantId)],
                new RequestNews(id, text[0] == '+')
            );
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs e)
    {
        if (e.ConnectionType == ConnectionType.Subscription)
        {
            Tell(tenantListeners, null);
            Tell(requestListeners, new RequestNews(null, false));
            Tell(endingListeners, null);
            Tell(keyListeners, true);
        }
        Tell(connectionListeners, redis.IsConnected);
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Tell(connectionListeners, redis.IsConnected);

    private void Tell<T>(ImmutableArray<Listener<T>> listeners, T news)
    {
        foreach (var listener in listeners)
        {
            try
            {
                listener.Callback(news);
            }
            catch (Exception exception)
            {
                LogListenerFailed(logger, exception);
            }
        }
    }

    private static int? TenantOf(RedisChannel channel) =>
        channel.ToString().Split(':') is [_, var tenant, _]
        && int.TryParse(tenant, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    [LoggerMessage(LogLevel.Warning, "Redis could not be told the news on {Channel}")]
    private static partial void LogNotAnnounced(ILogger logger, string channel, Exception exception);

    [LoggerMessage(LogLevel.Error, "A listener failed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);

    private sealed record Listener<T>(int? TenantId, Action<T> Callback);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>A request that is new or has changed; null: any may have changed, read again.</summary>
public readonly record struct RequestNews(long? Id, bool IsNew);
