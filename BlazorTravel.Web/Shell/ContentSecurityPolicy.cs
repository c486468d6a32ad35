using System.Security.Cryptography;

namespace BlazorTravel.Web.Shell;

/// <summary>
/// Names in a header what a page may load and run: nothing but our own files, plus inline scripts that carry this
/// response's nonce. The component library's positioning needs inline styles.
/// </summary>
public sealed class ContentSecurityPolicy(RequestDelegate next)
{
    private static readonly object NonceKey = new();

    /// <summary>Sets the header and the nonce, then goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        // At the last moment, because an error handler clears the headers and an interactive page adds a policy of its own.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy =
                "default-src 'none'; base-uri 'self'; "
                + $"script-src 'self' 'nonce-{nonce}'; "
                + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                + "form-action 'self'; frame-ancestors 'self'; object-src 'none'";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>This response's nonce; null where the middleware did not run.</summary>
    public static string? NonceOf(HttpContext context) => context.Items[NonceKey] as string;
}
