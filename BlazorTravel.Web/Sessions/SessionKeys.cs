using System.Globalization;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>What sessions are called in Redis. Each name carries its tenant; no command needs two of them at once.</summary>
public static class SessionKeys
{
    /// <summary>A hash: whose session it is, its generation, its live tokens, where it came from.</summary>
    public static RedisKey Session(int? tenantId, string sessionId) => $"bt:{Tenant(tenantId)}:session:{sessionId}";

    /// <summary>A string: user and session of a token that was issued, or <see cref="SessionStore.Revoked"/>.</summary>
    public static RedisKey Token(int? tenantId, string tokenId) => $"bt:{Tenant(tenantId)}:token:{tokenId}";

    /// <summary>A sorted set of the ids of a person's sessions by the time they end at the latest.</summary>
    public static RedisKey SessionsOf(int? tenantId, int userId) =>
        string.Create(CultureInfo.InvariantCulture, $"bt:{Tenant(tenantId)}:user:{userId}:sessions");

    public static string Tenant(int? tenantId) => tenantId?.ToString(CultureInfo.InvariantCulture) ?? "platform";
}
