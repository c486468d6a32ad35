using System.Security.Cryptography;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// The keys that sign login tokens, the same on all servers. They are kept in the main database, encrypted with the data
/// protection keys; the first server makes the first one. The newest signs; older ones verify until the last token they can
/// have signed has expired, so nobody is signed out when a new one takes over.
/// </summary>
public sealed partial class SigningKeys : IDisposable
{
    private readonly IDbContextFactory<MainDbContext> databases;
    private readonly IKeyManager protectionKeys;
    private readonly Announcements announcements;
    private readonly IOptions<LoginTokenOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<SigningKeys> logger;
    private readonly IDataProtector protector;
    private readonly IDisposable subscription;
    private readonly SemaphoreSlim gate = new(1);
    private IReadOnlyList<SymmetricSecurityKey> keys = [];
    private long loads;

    public SigningKeys(
        IDbContextFactory<MainDbContext> databases,
        IDataProtectionProvider protection,
        IKeyManager protectionKeys,
        Announcements announcements,
        IOptions<LoginTokenOptions> options,
        TimeProvider time,
        ILogger<SigningKeys> logger
    )
    {
        (this.databases, this.protectionKeys, this.announcements) = (databases, protectionKeys, announcements);
        (this.options, this.time, this.logger) = (options, time, logger);
        protector = protection.CreateProtector("BlazorTravel.SigningKeys");
        subscription = announcements.OnSigningKeysChanged(() => _ = TryLoadAsync());
    }

    /// <summary>All keys that may have signed a valid token, the newest first; empty until they were loaded.</summary>
    public IReadOnlyList<SymmetricSecurityKey> Known => Volatile.Read(ref keys);

    /// <summary>The key to sign with.</summary>
    public async ValueTask<SymmetricSecurityKey> CurrentAsync(CancellationToken cancellationToken = default)
    {
        if (Known is [])
        {
            await LoadAsync(cancellationToken);
        }
        return Known[0];
    }

    /// <summary>
    /// Reads the keys again for a token that names one made elsewhere since. Tokens that come with invented names at once
    /// share one reading.
    /// </summary>
    public async ValueTask ExpectAsync(string? keyId, CancellationToken cancellationToken = default)
    {
        if (Known is not [] && (keyId is null || Known.Any(key => key.KeyId == keyId)))
        {
            return;
        }
        var before = Interlocked.Read(ref loads);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Interlocked.Read(ref loads) == before)
            {
                await ReadAsync(cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads the keys, and makes one where there is none that can be read.</summary>
    public Task LoadAsync(CancellationToken cancellationToken = default) =>
        ChangeAsync(mustChange: false, cancellationToken);

    /// <summary>Lets a new key sign from now on if the present one has served its time, and removes those past use.</summary>
    /// <param name="now">Makes a new key in any case, such as when one may have become known.</param>
    public Task RotateAsync(bool now = false, CancellationToken cancellationToken = default) =>
        ChangeAsync(now, cancellationToken);

    private async Task ChangeAsync(bool mustChange, CancellationToken cancellationToken)
    {
        var changed = false;
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Fails here while Redis is away; decrypting would then fail as if the keys were lost, and a new one be made.
            protectionKeys.GetAllKeys();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Two servers that start together must not make a key each.
            await db.Database.ExecuteSqlAsync(
                $"LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE",
                cancellationToken
            );
            var stored = await db.SigningKeys.OrderByDescending(key => key.CreatedAt).ToListAsync(cancellationToken);
            var now = time.GetUtcNow();
            var isNewestGood = stored is [var newest, ..] && Unprotect(newest) is not null;
            if (mustChange || !isNewestGood || now - stored[0].CreatedAt >= options.Value.SigningKeyLifetime)
            {
                var made = Make(now);
                db.SigningKeys.Add(made);
                stored.Insert(0, made);
                changed = true;
            }
            changed |= RemoveOld(db, stored, now) > 0;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Keep(stored);
        }
        finally
        {
            gate.Release();
        }
        if (changed)
        {
            await announcements.SigningKeysChangedAsync();
        }
    }

    private SigningKey Make(DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            ProtectedSecret = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            CreatedAt = now,
        };

    /// <summary>Removes the keys whose last refresh token, signed just before the next key was made, has expired.</summary>
    private int RemoveOld(MainDbContext db, List<SigningKey> newestFirst, DateTimeOffset now)
    {
        // An hour for servers that had not heard of the new key yet, and for clocks that differ.
        var use = options.Value.IdleLifetime + TimeSpan.FromHours(1);
        var old = newestFirst.Where((_, i) => i > 0 && newestFirst[i - 1].CreatedAt + use < now).ToList();
        db.SigningKeys.RemoveRange(old);
        newestFirst.RemoveAll(old.Contains);
        return old.Count;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        protectionKeys.GetAllKeys();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Keep(
            await db.SigningKeys.AsNoTracking().OrderByDescending(key => key.CreatedAt).ToListAsync(cancellationToken)
        );
    }

    private void Keep(IEnumerable<SigningKey> newestFirst)
    {
        Volatile.Write(ref keys, newestFirst.Select(Unprotect).OfType<SymmetricSecurityKey>().ToList());
        Interlocked.Increment(ref loads);
    }

    private async Task TryLoadAsync()
    {
        try
        {
            await gate.WaitAsync();
            try
            {
                await ReadAsync(CancellationToken.None);
            }
            finally
            {
                gate.Release();
            }
        }
        catch (Exception exception)
        {
            // The first token that names an unknown key has them read again.
            LogNotRead(logger, exception);
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        gate.Dispose();
    }

    private SymmetricSecurityKey? Unprotect(SigningKey key)
    {
        try
        {
            return new SymmetricSecurityKey(Convert.FromBase64String(protector.Unprotect(key.ProtectedSecret)))
            {
                KeyId = key.Id,
            };
        }
        catch (CryptographicException exception)
        {
            // The data protection keys were lost with Redis; so were all sessions, and people sign in again.
            LogUnreadable(logger, key.Id, exception);
            return null;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Signing key {Key} cannot be decrypted any more; tokens signed with it are refused"
    )]
    private static partial void LogUnreadable(ILogger logger, string key, Exception exception);

    [LoggerMessage(LogLevel.Information, "The signing keys have changed but could not be read just now")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
