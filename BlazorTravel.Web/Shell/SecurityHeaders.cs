using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Shell;

/// <summary>
/// Says in the headers of every answer what browsers must not do with it, whoever made the answer: page, API, static file,
/// redirect or error. The content policy, which needs a nonce, is <see cref="ContentSecurityPolicy"/>'s.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, IOptions<HstsOptions> hsts)
{
    private const string NoStore = "no-store";

    // What pages of ours may use: passkeys, on this host itself. Everything else is off, for frames as well.
    private const string Permissions =
        "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(), display-capture=(), "
        + "encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), "
        + "local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
        + "publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), "
        + "storage-access=(), usb=(), web-share=(), xr-spatial-tracking=()";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, because an error handler clears the headers.
        context.Response.OnStarting(() => Set(context));
        return next(context);
    }

    private Task Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Nothing of an address leaves the host it is on; of one that holds a secret, nothing leaves the page.
        var isSecret = HoldsSecret(context.Request);
        headers["Referrer-Policy"] =
            isSecret ? "no-referrer"
            : headers["Referrer-Policy"] is [{ } own] ? own
            : "same-origin";
        if (isSecret || (context.User.Identity is { IsAuthenticated: true } && IsPersonal(context)))
        {
            headers.CacheControl = NoStore;
        }
        if (context.Request.IsHttps && !IsExcluded(context.Request.Host.Host))
        {
            headers.StrictTransportSecurity = Hsts;
        }
        return Task.CompletedTask;
    }

    private string Hsts =>
        $"max-age={(long)hsts.Value.MaxAge.TotalSeconds}"
        + (hsts.Value.IncludeSubDomains ? "; includeSubDomains" : "")
        + (hsts.Value.Preload ? "; preload" : "");

    /// <summary>A request's own page, and one-time links: who knows the address may do what it is for.</summary>
    private static bool HoldsSecret(HttpRequest request) =>
        request.Path.StartsWithSegments("/r", StringComparison.OrdinalIgnoreCase)
        || request.Query.ContainsKey("token")
        || (
            request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)
            && HttpMethods.IsPost(request.Method)
        );

    /// <summary>Not what is the same for everybody: static files, and what says that anyone may keep it.</summary>
    private static bool IsPersonal(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && !context.Response.Headers.CacheControl.ToString().Contains("public", StringComparison.OrdinalIgnoreCase);

    // Whoever tries https on the own machine must still get to everything else there without it.
    private bool IsExcluded(string host) =>
        host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || hsts.Value.ExcludedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
