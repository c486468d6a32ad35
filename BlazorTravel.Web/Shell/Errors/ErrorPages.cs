namespace BlazorTravel.Web.Shell.Errors;

public static class ErrorPages
{
    public static bool WantsJson(HttpRequest request) => request.Path.StartsWithSegments("/api");

    public static Task WriteAsync(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        return context.Response.WriteAsync($"{statusCode}");
    }

    public static Task WriteUnknownAgencyAsync(HttpContext context) => WriteAsync(context, 404);

    public static Task WriteSuspendedAgencyAsync(HttpContext context) => WriteAsync(context, 503);
}
