using Microsoft.Net.Http.Headers;

namespace BlazorTravel.Web.Shell;

/// <summary>Refuses what the framework would only throw at: a host, or a body's character set, that nobody can read.</summary>
public sealed class ReadableRequest(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HasReadableHost(context.Request))
        {
            // Without a host there is no page, and nobody to whose face it could belong.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("The Host header cannot be read.", context.RequestAborted);
            return;
        }
        if (
            MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type is { Charset.Length: > 0, Encoding: null }
        )
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }
        await next(context);
    }

    private static bool HasReadableHost(HttpRequest request)
    {
        try
        {
            _ = request.Host;
            return true;
        }
        catch (ArgumentException)
        {
            // Something that begins like an international name, and is none.
            return false;
        }
    }
}
