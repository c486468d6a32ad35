using System.Security.Cryptography;
using BlazorTravel.Web.Data.Main;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// The keys that sign login tokens, the same on all servers. They are kept in the main database, encrypted with the data
/// protection keys; the first server makes the first one.
/// </summary>
public sealed partial class SigningKeys(
    IDbContextFactory<MainDbContext> databases,
    IDataProtectionProvider protection,
    IKeyManager protectionKeys,
    TimeProvider time,
    ILogger<SigningKeys> logger
) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly IDataProtector protector = protection.CreateProtector("BlazorTravel.SigningKeys");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private IReadOnlyList<SymmetricSecurityKey> keys = [];
    private DateTimeOffset loadedAt;

    /// <summary>All keys that may have signed a valid token; empty until they were loaded.</summary>
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

    /// <summary>Reads the keys again for a token that names one made elsewhere since; at most every few seconds.</summary>
    public async ValueTask ExpectAsync(string? keyId, CancellationToken cancellationToken = default)
    {
        if (
            Known is []
            || (keyId is not null && Known.All(key => key.KeyId != keyId) && time.GetUtcNow() - loadedAt > Pause)
        )
        {
            await LoadAsync(cancellationToken);
        }
    }

    /// <summary>Reads the keys, and makes one where there is none that can be read.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
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
            var stored = await db
                .SigningKeys.AsNoTracking()
                .OrderByDescending(key => key.CreatedAt)
                .ToListAsync(cancellationToken);
            var readable = stored.Select(Unprotect).OfType<SymmetricSecurityKey>().ToList();
            if (readable is [])
            {
                var made = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))
                {
                    KeyId = Guid.CreateVersion7().ToString("N"),
                };
                db.SigningKeys.Add(
                    new SigningKey
                    {
                        Id = made.KeyId,
                        ProtectedSecret = protector.Protect(Convert.ToBase64String(made.Key)),
                        CreatedAt = time.GetUtcNow(),
                    }
                );
                await db.SaveChangesAsync(cancellationToken);
                readable.Add(made);
            }
            await transaction.CommitAsync(cancellationToken);
            Volatile.Write(ref keys, readable);
            loadedAt = time.GetUtcNow();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

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
}
