using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace BlazorTravel.Web.Shell;

/// <summary>
/// Remembers theme and language for a year, and goes back to the page. Works without JavaScript; shell.js only spares
/// the reload.
/// </summary>
public static class Preferences
{
    /// <summary>Where the switches post to.</summary>
    public const string Path = "/preferences";

    /// <summary>Maps the endpoint. It changes nothing but the caller's own cookies, so it needs no antiforgery token.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost(Path, Remember)
            .DisableAntiforgery()
            .AllowAnonymous()
            .ExcludeFromDescription()
            .WithMetadata(new ServesEveryHost());

    private static RedirectHttpResult Remember(
        HttpContext context,
        [FromForm] string? theme,
        [FromForm] string? culture,
        [FromForm] string? back
    )
    {
        var options = new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        };
        if (theme is "light" or "dark")
        {
            context.Response.Cookies.Append(Appearance.ThemeCookie, theme, options);
        }
        else if (theme is not null)
        {
            context.Response.Cookies.Delete(Appearance.ThemeCookie);
        }
        if (Languages.Knows(culture))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture!)),
                options
            );
        }
        return TypedResults.LocalRedirect(IsLocal(back) ? back! : "/");
    }

    // LocalRedirect throws on a foreign address; a forged form should merely end up at the start page.
    private static bool IsLocal(string? url) =>
        url is ['/', ..]
        && !url.StartsWith("//", StringComparison.Ordinal)
        && !url.Contains('\\')
        // A header takes nothing else, and browsers send addresses encoded.
        && url.All(c => c is > ' ' and <= '~');
}
