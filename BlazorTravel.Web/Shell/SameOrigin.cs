namespace BlazorTravel.Web.Shell;

/// <summary>
/// Refuses what another site's page sends along with somebody's cookies: changing requests, and connections of circuits.
/// Agencies are sites of one family to browsers, so SameSite cookies do not keep them apart; and the API, which takes JSON
/// instead of forms, has no antiforgery token. Programs send no cookies and are left alone.
/// </summary>
public sealed partial class SameOrigin(RequestDelegate next, ILogger<SameOrigin> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Cookie.Count == 0 || !Changes(request) || IsOwn(request))
        {
            return next(context);
        }
        LogRefused(logger, request.Method, request.Host.Value);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // Opening a circuit is a GET, and changes as much as what is done in it.
    private static bool Changes(HttpRequest request) =>
        !(
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
        ) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != "null")
        {
            // By name alone: a proxy may drop the port, and cookies do not know ports.
            return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase);
        }
        // A page without referrer has no origin; browsers still say how near it is, where they trust the connection.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0
            ? site is "same-origin" or "none"
            // Else its forms carry an antiforgery token, and the API has no such pages.
            : origin.Length == 0 || !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
    }

    [LoggerMessage(LogLevel.Warning, "Refused a {Method} on {Host} that another site's page sent")]
    private static partial void LogRefused(ILogger logger, string method, string? host);
}
