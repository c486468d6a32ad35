namespace BlazorTravel.Web.Shell.Errors;

public enum ErrorPage
{
    UnknownAgency,
    TenantMismatch,
    Suspended,
    Preparing,
    Forbidden,
    SignInUnavailable,
    Unauthorized,
    NotFound,
    Failure,
}

public static class ErrorPages
{
    public static bool WantsJson(HttpRequest request) => request.Path.StartsWithSegments("/api");

    public static Task WriteAsync(HttpContext context, ErrorPage page)
    {
        context.Response.StatusCode = page switch
        {
            ErrorPage.UnknownAgency or ErrorPage.NotFound => 404,
            ErrorPage.TenantMismatch => 400,
            ErrorPage.Suspended or ErrorPage.Preparing or ErrorPage.SignInUnavailable => 503,
            ErrorPage.Forbidden => 403,
            ErrorPage.Unauthorized => 401,
            _ => 500,
        };
        return context.Response.WriteAsync(page.ToString());
    }
}
