using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>Where a request carries an API key: <c>Authorization: Bearer bt_…</c>, or <c>X-Api-Key</c>.</summary>
public static class ApiKeyHeader
{
    public const string Name = "X-Api-Key";
    private const string Bearer = "Bearer ";

    /// <summary>
    /// What was sent as a key, be it one or not; null when nothing was. A login token in <c>Authorization</c> counts before
    /// <c>X-Api-Key</c>: nobody is two at once.
    /// </summary>
    public static string? Read(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            var token = authorization[Bearer.Length..].Trim();
            return token.StartsWith(ApiKeyText.Start, StringComparison.Ordinal) ? token : null;
        }
        return request.Headers.TryGetValue(Name, out var key) ? key.ToString().Trim() : null;
    }
}
