using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Account;

/// <summary>The browser's copy of the login token: for this host alone, out of reach of scripts.</summary>
public static class SessionCookie
{
    public static void Set(HttpContext context, IssuedToken token) =>
        context.Response.Cookies.Append(
            LoginTokenOptions.Cookie,
            token.Value,
            Options(context, new CookieOptions { Expires = token.ExpiresAt })
        );

    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(LoginTokenOptions.Cookie, Options(context, new CookieOptions()));

    private static CookieOptions Options(HttpContext context, CookieOptions options)
    {
        options.HttpOnly = true;
        options.SameSite = SameSiteMode.Lax;
        options.Secure =
            context.Request.IsHttps
            || context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value.IsSecure;
        options.Path = "/";
        options.IsEssential = true;
        return options;
    }
}
