namespace BlazorTravel.Web.Api;

/// <summary>
/// What holds for every call below /api: refusals and outages become problem details, OPTIONS tells the methods, and no
/// answer stays in a cache unless its endpoint says so.
/// </summary>
public sealed partial class ApiCalls(RequestDelegate next, ILogger<ApiCalls> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }
        context.Response.OnStarting(() =>
        {
            // The page to try calls on is made of scripts that never change within a version.
            var isScript = context.Response.ContentType?.Contains("javascript", StringComparison.Ordinal) == true;
            if (context.Response.Headers.CacheControl is [] && !isScript)
            {
                context.Response.Headers.CacheControl = "no-store";
            }
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && Problems.For(exception) is { } problem)
        {
            if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                LogUnavailable(logger, exception);
            }
            await Problems.WriteAsync(context, problem);
        }
        var response = context.Response;
        if (
            HttpMethods.IsOptions(context.Request.Method)
            && response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed }
        )
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            response.Headers.Append("Allow", HttpMethods.Options);
        }
    }

    [LoggerMessage(LogLevel.Error, "A call could not be answered because something it needs is away")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
