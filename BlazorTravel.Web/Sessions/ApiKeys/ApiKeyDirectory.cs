using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>
/// Finds API keys by their hash in the main database. An answer is believed for a second and forgotten on every server as
/// soon as a key is revoked. The database is asked rather than a copy in Redis: keys live for months and must outlast
/// Redis, one look at a unique index a second and key is cheap, and with Redis away no answer gets older for it.
/// </summary>
public sealed class ApiKeyDirectory : IDisposable
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(1);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly IDbContextFactory<MainDbContext> databases;
    private readonly TimeProvider time;
    private readonly IDisposable subscription;
    private long generation;

    public ApiKeyDirectory(IDbContextFactory<MainDbContext> databases, AgencyNews news, TimeProvider time)
    {
        this.databases = databases;
        this.time = time;
        subscription = news.OnChanged(AgencySubject.ApiKeys, _ => Forget());
    }

    /// <summary>The key with this text, usable or not; null if there is none. Unknown ones are not remembered.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be told now.</exception>
    public async ValueTask<KnownApiKey?> FindAsync(string text, CancellationToken cancellationToken = default)
    {
        var hash = ApiKeyText.Hash(text);
        var now = time.GetUtcNow();
        if (cache.Get<KnownApiKey>(hash) is { } known && now - known.ReadAt < Believed)
        {
            return known;
        }
        var before = Interlocked.Read(ref generation);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var key = await db
            .ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(row => row.SecretHash == hash, cancellationToken);
        if (key is null)
        {
            return null;
        }
        var read = new KnownApiKey(key, now);
        if (Interlocked.Read(ref generation) == before)
        {
            cache.Set(hash, read, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Believed });
        }
        return read;
    }

    /// <summary>Notes that the key was used, at most once a minute.</summary>
    public async Task RecordUseAsync(KnownApiKey known, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var limit = now - BetweenUses;
        if (known.Key.LastUsedAt > limit || !known.TryClaimUse())
        {
            return;
        }
        var (id, tenantId) = (known.Key.Id, known.Key.TenantId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db
            .ApiKeys.Where(key =>
                key.Id == id && key.TenantId == tenantId && (key.LastUsedAt == null || key.LastUsedAt < limit)
            )
            .ExecuteUpdateAsync(row => row.SetProperty(key => key.LastUsedAt, now), cancellationToken);
    }

    public void Dispose()
    {
        subscription.Dispose();
        cache.Dispose();
    }

    private void Forget()
    {
        Interlocked.Increment(ref generation);
        cache.Clear();
    }
}

/// <summary>A key as it was read.</summary>
public sealed class KnownApiKey(ApiKey key, DateTimeOffset readAt)
{
    private int useClaimed;

    public ApiKey Key => key;
    public DateTimeOffset ReadAt => readAt;

    /// <summary>True for the first who asks: one use is enough to write down.</summary>
    internal bool TryClaimUse() => Interlocked.Exchange(ref useClaimed, 1) == 0;
}
