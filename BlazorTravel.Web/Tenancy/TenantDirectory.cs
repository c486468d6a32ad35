using System.Globalization;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Finds agencies by subdomain or id. Answers are kept in memory for half a minute and dropped on every server as soon as
/// anybody changes an agency. While the announcements cannot be heard they are kept for a second only; while the database
/// cannot be asked, the last answer serves for ten minutes.
/// </summary>
public sealed partial class TenantDirectory : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FreshWhenDeaf = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 20_000 });
    private readonly IDbContextFactory<MainDbContext> databases;
    private readonly Announcements announcements;
    private readonly TimeProvider time;
    private readonly ILogger<TenantDirectory> logger;
    private readonly IDisposable subscription;
    private long generation;

    public TenantDirectory(
        IDbContextFactory<MainDbContext> databases,
        Announcements announcements,
        TimeProvider time,
        ILogger<TenantDirectory> logger
    )
    {
        this.databases = databases;
        this.announcements = announcements;
        this.time = time;
        this.logger = logger;
        subscription = announcements.OnTenantChanged(_ => Forget());
    }

    /// <summary>The agency with this subdomain or, for digits alone, this id; null if there is none.</summary>
    public async ValueTask<AgencyTenant?> FindAsync(string identifier, CancellationToken cancellationToken = default)
    {
        if (KeyOf(identifier) is not { } key)
        {
            return null;
        }
        var known = cache.Get<Entry>(key);
        var now = time.GetUtcNow();
        if (known is not null && now - known.ReadAt < (announcements.IsConnected ? Fresh : FreshWhenDeaf))
        {
            return known.Tenant;
        }
        var before = Interlocked.Read(ref generation);
        try
        {
            var entry = new Entry(await ReadAsync(key, cancellationToken), now);
            if (Interlocked.Read(ref generation) == before)
            {
                cache.Set(
                    key,
                    entry,
                    new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Stale }
                );
            }
            return entry.Tenant;
        }
        catch (Exception exception) when (known is not null && exception is not OperationCanceledException)
        {
            LogServedStale(logger, key, exception);
            return known.Tenant;
        }
    }

    /// <summary>
    /// The one way to write a subdomain or an id; null for what can be neither. Letters that only look like ours, or become
    /// ours in lower case, name nobody.
    /// </summary>
    internal static string? KeyOf(string identifier)
    {
        var key = identifier.Trim();
        var isPossible =
            key.Length is > 0 and <= Subdomain.MaxLength
            && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && (
                !key.All(char.IsAsciiDigit) || (key[0] != '0' && int.TryParse(key, CultureInfo.InvariantCulture, out _))
            );
        return isPossible ? key.ToLowerInvariant() : null;
    }

    /// <summary>All agencies whose databases are ready, for jobs that walk over them.</summary>
    public async Task<IReadOnlyList<AgencyTenant>> AllReadyAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenants = await db
            .Tenants.AsNoTracking()
            .Where(tenant => tenant.Provisioning == ProvisioningState.Ready)
            .OrderBy(tenant => tenant.Id)
            .ToListAsync(cancellationToken);
        return tenants.ConvertAll(Describe);
    }

    public static AgencyTenant Describe(Tenant tenant) =>
        new(
            tenant.Id,
            tenant.Subdomain,
            tenant.Name,
            tenant.DbName,
            tenant.IsActive,
            tenant.Provisioning == ProvisioningState.Ready,
            tenant.BrandColor,
            tenant.WelcomeText,
            tenant.ReplyTo,
            tenant.LogoVersion
        );

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

    private async Task<AgencyTenant?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenants = db.Tenants.AsNoTracking();
        var found = key.All(char.IsAsciiDigit)
            ? int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? await tenants.SingleOrDefaultAsync(tenant => tenant.Id == id, cancellationToken)
                : null
            : await tenants.SingleOrDefaultAsync(tenant => tenant.Subdomain == key, cancellationToken);
        return found is null ? null : Describe(found);
    }

    [LoggerMessage(LogLevel.Warning, "The main database did not answer; agency {Identifier} is served as last read")]
    private static partial void LogServedStale(ILogger logger, string identifier, Exception exception);

    private sealed record Entry(AgencyTenant? Tenant, DateTimeOffset ReadAt);
}
