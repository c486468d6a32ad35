using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Sessions;

/// <summary>The browser's copies of a session's tokens: for this host alone, out of reach of scripts.</summary>
public static class SessionCookie
{
    public static void Set(HttpContext context, IssuedTokens tokens)
    {
        Append(context, LoginTokenOptions.Cookie, tokens.Access, tokens.AccessExpiresAt);
        Append(context, LoginTokenOptions.RefreshCookie, tokens.Refresh, tokens.RefreshExpiresAt);
    }

    public static void Clear(HttpContext context)
    {
        context.Response.Cookies.Delete(LoginTokenOptions.Cookie, Options(context, null));
        context.Response.Cookies.Delete(LoginTokenOptions.RefreshCookie, Options(context, null));
    }

    private static void Append(HttpContext context, string name, string value, DateTimeOffset expires) =>
        context.Response.Cookies.Append(name, value, Options(context, expires));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) =>
        new()
        {
            Expires = expires,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure =
                context.Request.IsHttps
                || context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value.IsSecure,
            Path = "/",
            IsEssential = true,
        };
}
