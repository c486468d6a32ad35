using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// The sessions and tokens in Redis. A token is good as long as it is written down and its session is there: to remove the
/// session kills all of its tokens in one step, whatever is being issued meanwhile.
/// </summary>
public sealed class SessionStore(IConnectionMultiplexer redis, IOptions<LoginTokenOptions> options, TimeProvider time)
{
    /// <summary>What a token's key holds from its revocation until it would have expired.</summary>
    public const string Revoked = "revoked";

    private const int MaxDevice = 400;

    private IDatabase Database => redis.GetDatabase();

    /// <summary>Writes a new session down with its first token; the index last, from which endings find it.</summary>
    public async Task StartAsync(NewSession session)
    {
        var now = Now;
        var key = SessionKeys.Session(session.TenantId, session.Id);
        await WriteTokenAsync(session.TenantId, session.UserId, session.Id, session.TokenId);
        await RedisAnswer.OfAsync(
            Database.ScriptEvaluateAsync(
                SessionScripts.Start,
                [key],
                [
                    (long)options.Value.IdleLifetime.TotalMilliseconds,
                    "user",
                    session.UserId,
                    "generation",
                    0,
                    "exchanged",
                    now,
                    "until",
                    session.Until.ToUnixTimeMilliseconds(),
                    "tokens",
                    TokenEntry(session.TokenId),
                    "created",
                    now,
                    "seen",
                    now,
                    "device",
                    Cut(session.Origin.Device),
                    "address",
                    session.Origin.Address ?? "",
                    "how",
                    session.Origin.How,
                ]
            )
        );
        var index = SessionKeys.SessionsOf(session.TenantId, session.UserId);
        await RedisAnswer.OfAsync(
            Database.SortedSetAddAsync(index, session.Id, session.Until.ToUnixTimeMilliseconds())
        );
        await RedisAnswer.OfAsync(Database.KeyExpireAsync(index, options.Value.AbsoluteLifetime));
    }

    /// <summary>Whether a token is good; its session counts as used with that.</summary>
    public async Task<bool> IsLiveAsync(int? tenantId, int userId, string sessionId, string tokenId)
    {
        var token = RedisAnswer.OfAsync(Database.StringGetAsync(SessionKeys.Token(tenantId, tokenId)));
        var session = IsOpenAsync(tenantId, sessionId);
        await Task.WhenAll(token, session);
        return await session && (await token) == TokenValue(userId, sessionId);
    }

    /// <summary>Whether a session has not ended; it counts as used with that.</summary>
    public async Task<bool> IsOpenAsync(int? tenantId, string sessionId) =>
        (bool)
            await RedisAnswer.OfAsync(
                Database.ScriptEvaluateAsync(
                    SessionScripts.Check,
                    [SessionKeys.Session(tenantId, sessionId)],
                    [Now, (long)options.Value.IdleLifetime.TotalMilliseconds]
                )
            );

    /// <summary>Exchanges a generation for the next, together with a token that is good if that succeeds.</summary>
    public async Task<Exchange> ExchangeAsync(
        int? tenantId,
        int userId,
        string sessionId,
        long generation,
        string tokenId,
        string? address
    )
    {
        // The token first: no session has a token that is not written down, and one without a session is worth nothing.
        await WriteTokenAsync(tenantId, userId, sessionId, tokenId);
        var answer = (string?[]?)
            await RedisAnswer.OfAsync(
                Database.ScriptEvaluateAsync(
                    SessionScripts.Exchange,
                    [SessionKeys.Session(tenantId, sessionId)],
                    [
                        generation,
                        Now,
                        (long)options.Value.ExchangeGrace.TotalMilliseconds,
                        (long)options.Value.IdleLifetime.TotalMilliseconds,
                        tokenId,
                        Now + (long)options.Value.Lifetime.TotalMilliseconds,
                        address ?? "",
                    ]
                )
            );
        if (answer is ["ok", { } next, { } until])
        {
            return new Exchange(ExchangeOutcome.Done, Number(next), Time(until));
        }
        var tokens = answer is ["reused", var listed, _] ? $"{TokenEntry(tokenId)} {listed}" : TokenEntry(tokenId);
        await RevokeAsync(tenantId, tokens);
        return new Exchange(answer is ["reused", ..] ? ExchangeOutcome.Reused : ExchangeOutcome.Gone);
    }

    /// <summary>Ends a session: it is gone in one step, then each of its tokens is blacklisted until it would have expired.</summary>
    public async Task EndAsync(int? tenantId, string sessionId)
    {
        var answer = (string?[]?)
            await RedisAnswer.OfAsync(
                Database.ScriptEvaluateAsync(SessionScripts.End, [SessionKeys.Session(tenantId, sessionId)])
            );
        if (answer is not [var tokens, { } user])
        {
            return;
        }
        await RevokeAsync(tenantId, tokens);
        await RedisAnswer.OfAsync(
            Database.SortedSetRemoveAsync(SessionKeys.SessionsOf(tenantId, (int)Number(user)), sessionId)
        );
    }

    /// <summary>Ends a person's sessions that were started up to a time, but for one.</summary>
    public async Task EndAllAsync(int? tenantId, int userId, string? exceptSessionId, DateTimeOffset startedUpTo)
    {
        foreach (var id in await IdsOfAsync(tenantId, userId))
        {
            if (id == exceptSessionId)
            {
                continue;
            }
            var created = await RedisAnswer.OfAsync(
                Database.HashGetAsync(SessionKeys.Session(tenantId, id), "created")
            );
            if (!created.TryParse(out long at) || at <= startedUpTo.ToUnixTimeMilliseconds())
            {
                await EndAsync(tenantId, id);
            }
        }
    }

    /// <summary>Whether a session has not ended, without counting as use of it.</summary>
    public Task<bool> ExistsAsync(int? tenantId, string sessionId) =>
        RedisAnswer.OfAsync(Database.KeyExistsAsync(SessionKeys.Session(tenantId, sessionId)));

    /// <summary>The ids of a person's sessions, of which some may have ended by themselves.</summary>
    public async Task<IReadOnlyList<string>> IdsOfAsync(int? tenantId, int userId)
    {
        var ids = await RedisAnswer.OfAsync(
            Database.SortedSetRangeByRankAsync(SessionKeys.SessionsOf(tenantId, userId))
        );
        return Array.ConvertAll(ids, id => id.ToString());
    }

    /// <summary>A person's open sessions, the one used last first.</summary>
    public async Task<IReadOnlyList<OpenSession>> OfAsync(int? tenantId, int userId)
    {
        var ids = await IdsOfAsync(tenantId, userId);
        var found = await Task.WhenAll(ids.Select(id => FindAsync(tenantId, userId, id)));
        return [.. found.OfType<OpenSession>().OrderByDescending(session => session.LastSeen)];
    }

    private async Task<OpenSession?> FindAsync(int? tenantId, int userId, string id)
    {
        var entries = await RedisAnswer.OfAsync(Database.HashGetAllAsync(SessionKeys.Session(tenantId, id)));
        if (entries is [])
        {
            await RedisAnswer.OfAsync(Database.SortedSetRemoveAsync(SessionKeys.SessionsOf(tenantId, userId), id));
            return null;
        }
        var values = entries.ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
        return new OpenSession(
            id,
            values.GetValueOrDefault("device", ""),
            values.GetValueOrDefault("address", ""),
            values.GetValueOrDefault("how", ""),
            Time(values.GetValueOrDefault("created", "0")),
            Time(values.GetValueOrDefault("seen", "0"))
        );
    }

    private Task<bool> WriteTokenAsync(int? tenantId, int userId, string sessionId, string tokenId) =>
        RedisAnswer.OfAsync(
            Database.StringSetAsync(
                SessionKeys.Token(tenantId, tokenId),
                TokenValue(userId, sessionId),
                options.Value.Lifetime
            )
        );

    private Task<bool[]> RevokeAsync(int? tenantId, string? tokens)
    {
        var now = Now;
        return Task.WhenAll(
            (tokens ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split(':'))
                .Where(parts => parts.Length == 2 && Number(parts[1]) > now)
                .Select(parts =>
                    RedisAnswer.OfAsync(
                        Database.StringSetAsync(
                            SessionKeys.Token(tenantId, parts[0]),
                            Revoked,
                            TimeSpan.FromMilliseconds(Number(parts[1]) - now)
                        )
                    )
                )
        );
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private string TokenEntry(string tokenId) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{tokenId}:{Now + (long)options.Value.Lifetime.TotalMilliseconds}"
        );

    private static RedisValue TokenValue(int userId, string sessionId) =>
        string.Create(CultureInfo.InvariantCulture, $"{userId}:{sessionId}");

    private static string Cut(string? device) =>
        device is null ? ""
        : device.Length <= MaxDevice ? device
        : device[..MaxDevice];

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.FromUnixTimeMilliseconds(Number(text));
}

/// <summary>A session to be written down.</summary>
/// <param name="Until">When it ends at the latest.</param>
public sealed record NewSession(
    string Id,
    int? TenantId,
    int UserId,
    string TokenId,
    SignInOrigin Origin,
    DateTimeOffset Until
);

/// <summary>A session as its owner may see it.</summary>
/// <param name="Device">The browser's own words, "User-Agent"; may be empty.</param>
/// <param name="Address">From where it was last exchanged; may be empty.</param>
/// <param name="How">One of <see cref="SignInOrigin"/>'s ways.</param>
public sealed record OpenSession(
    string Id,
    string Device,
    string Address,
    string How,
    DateTimeOffset Since,
    DateTimeOffset LastSeen
);

/// <summary>How an exchange of generations ended.</summary>
public readonly record struct Exchange(ExchangeOutcome Outcome, long Generation = 0, DateTimeOffset Until = default);

public enum ExchangeOutcome
{
    Done,

    /// <summary>There is no such session any more.</summary>
    Gone,

    /// <summary>The generation was exchanged before; its session was ended, for somebody else may hold its tokens.</summary>
    Reused,
}
