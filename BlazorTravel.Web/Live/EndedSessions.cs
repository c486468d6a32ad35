using System.Globalization;

namespace BlazorTravel.Web.Live;

/// <summary>News that one session has ended, or all of a person's but one.</summary>
/// <param name="TenantId">Null for the platform's people.</param>
/// <param name="SessionId">Null for all of the person's sessions.</param>
/// <param name="Page">The open page that it was ended from, which leaves by itself.</param>
public readonly record struct EndedSessions(
    int? TenantId,
    int UserId,
    string? SessionId,
    string? ExceptSessionId = null,
    string? Page = null
)
{
    internal string Channel => $"bt:{TenantId?.ToString(CultureInfo.InvariantCulture) ?? "platform"}:token-revoked";

    internal string Message =>
        string.Create(CultureInfo.InvariantCulture, $"{UserId}|{SessionId}|{ExceptSessionId}|{Page}");

    /// <summary>Whether a session is among them.</summary>
    public bool Cover(int? tenantId, int userId, string sessionId) =>
        tenantId == TenantId
        && userId == UserId
        && (SessionId is null ? sessionId != ExceptSessionId : sessionId == SessionId);

    internal static EndedSessions? Read(string channel, string message)
    {
        int? tenantId = null;
        if (
            channel.Split(':') is not [_, var tenant, _]
            || message.Split('|') is not [var user, var session, var except, var page]
            || !int.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var userId)
        )
        {
            return null;
        }
        if (tenant != "platform")
        {
            if (!int.TryParse(tenant, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return null;
            }
            tenantId = id;
        }
        return new EndedSessions(tenantId, userId, OrNull(session), OrNull(except), OrNull(page));

        static string? OrNull(string text) => text.Length == 0 ? null : text;
    }
}
