using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Remembers which session a circuit belongs to, so that nobody else connects to it again or has its state brought back,
/// on whatever server.
/// </summary>
public sealed class CircuitOwners(
    IConnectionMultiplexer redis,
    SessionStore sessions,
    IOptions<LoginTokenOptions> options
) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    /// <summary>Written down like a session: a circuit that nothing is known of is not a stranger's, but nobody's.</summary>
    private const string Stranger = "stranger";

    /// <summary>This server's circuits of strangers: travelers come back to theirs while Redis is away, too.</summary>
    private readonly MemoryCache strangers = new(new MemoryCacheOptions());

    /// <summary>Notes whose a new circuit is.</summary>
    public async Task NoteAsync(string secret, int? tenantId, SignedInUser? user)
    {
        if (user is null)
        {
            strangers.Set(Key(secret, tenantId), true, new MemoryCacheEntryOptions { SlidingExpiration = Remembered });
            _ = redis
                .GetDatabase()
                .StringSetAsync(Key(secret, tenantId), Stranger, Remembered, flags: CommandFlags.FireAndForget);
            return;
        }
        await RedisAnswer.OfAsync(
            redis.GetDatabase().StringSetAsync(Key(secret, tenantId), user.SessionId, options.Value.AbsoluteLifetime)
        );
    }

    /// <summary>Whether this person, null for a stranger, may go on with a circuit. A session that has ended may not.</summary>
    /// <exception cref="RedisException">It cannot be told now.</exception>
    public async Task<bool> MayGoOnAsync(string secret, int? tenantId, SignedInUser? user)
    {
        if (user is null && strangers.TryGetValue(Key(secret, tenantId), out _))
        {
            return true;
        }
        var owner = (string?)await RedisAnswer.OfAsync(redis.GetDatabase().StringGetAsync(Key(secret, tenantId)));
        return owner == (user?.SessionId ?? Stranger)
            && (user is null || await sessions.IsOpenAsync(user.TenantId, user.SessionId));
    }

    public void Dispose() => strangers.Dispose();

    /// <summary>The secret opens the circuit, so Redis learns only its hash.</summary>
    private static string Key(string secret, int? tenantId) =>
        $"bt:{SessionKeys.Tenant(tenantId)}:circuit:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..32]}";
}
