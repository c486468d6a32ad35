using BlazorTravel.Web.Live;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Tells for every request whether its token is still good. A yes is remembered for at most a second and forgotten as soon as
/// any session ends; while that could not be heard, Redis is asked each time. A no is never remembered.
/// </summary>
public sealed class TokenChecks : IDisposable
{
    /// <summary>No yes is older than this.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 20_000 });
    private readonly SessionStore store;
    private readonly SessionEndings endings;
    private readonly Announcements announcements;
    private readonly TimeProvider time;
    private readonly IDisposable subscription;
    private long generation;

    public TokenChecks(SessionStore store, SessionEndings endings, Announcements announcements, TimeProvider time)
    {
        (this.store, this.endings, this.announcements, this.time) = (store, endings, announcements, time);
        subscription = announcements.OnSessionsEnded(_ => Forget());
    }

    /// <exception cref="RedisException">It cannot be told now.</exception>
    public async ValueTask<bool> IsLiveAsync(SignedInUser user, CancellationToken cancellationToken = default)
    {
        await endings.SettleAsync(cancellationToken);
        var hears = announcements.HearsEndings;
        if (
            hears
            && known.TryGetValue(user.TokenId, out Yes yes)
            && yes.SessionId == user.SessionId
            && time.GetElapsedTime(yes.AskedAt) < MaxAge
        )
        {
            return true;
        }
        var before = Interlocked.Read(ref generation);
        var asked = time.GetTimestamp();
        if (!await store.IsLiveAsync(user.TenantId, user.Id, user.SessionId, user.TokenId))
        {
            return false;
        }
        if (hears && Interlocked.Read(ref generation) == before)
        {
            known.Set(
                user.TokenId,
                new Yes(user.SessionId, asked),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge }
            );
        }
        return true;
    }

    public void Dispose()
    {
        subscription.Dispose();
        known.Dispose();
    }

    private void Forget()
    {
        Interlocked.Increment(ref generation);
        known.Clear();
    }

    private readonly record struct Yes(string SessionId, long AskedAt);
}
