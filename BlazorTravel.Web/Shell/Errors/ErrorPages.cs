using System.Diagnostics;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTravel.Web.Shell.Errors;

/// <summary>
/// Answers with an error in the form the caller understands: a page in the agency's (or the platform's) face for people,
/// RFC 9457 problem details for programs.
/// </summary>
public static class ErrorPages
{
    /// <summary>Gives every empty error response and every unhandled exception below it a body of ours.</summary>
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = context =>
                    ExplainAsync(context, context.Features.Get<IExceptionHandlerFeature>()?.Error),
                // What only the sender can do better is no error of ours.
                SuppressDiagnosticsCallback = context =>
                    StatusOf(context.Exception) < StatusCodes.Status500InternalServerError,
            }
        );
        app.UseStatusCodePages(status => WriteAsync(status.HttpContext, status.HttpContext.Response.StatusCode));
    }

    private static Task ExplainAsync(HttpContext context, Exception? error)
    {
        var status = StatusOf(error);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }
        return WriteAsync(context, status);
    }

    /// <summary>A body or a form that cannot be read is the sender's, a database that is away passes; everything else is ours.</summary>
    private static int StatusOf(Exception? exception) =>
        exception switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            InvalidDataException or AntiforgeryValidationException => StatusCodes.Status400BadRequest,
            not null when DatabaseOutage.IsBehind(exception) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    /// <summary>Writes the page for a status. A 503 on a suspended agency's host is that agency's own page.</summary>
    public static Task WriteAsync(HttpContext context, int statusCode)
    {
        var agency = AgencyShownTo(context);
        return statusCode switch
        {
            404 when context.Features.Get<UnknownAgency>() is not null => WriteUnknownAgencyAsync(context),
            404 => WriteAsync(context, statusCode, typeof(NotFoundPage), "NotFound"),
            503 when agency is { IsActive: false } => WriteSuspendedAgencyAsync(context),
            503 when context.Features.Get<UncheckedSignIn>() is not null => WriteAsync(
                context,
                statusCode,
                typeof(SignInAwayPage),
                "SignInAway"
            ),
            _ => WriteAsync(
                context,
                statusCode,
                typeof(ErrorPage),
                $"Error{(statusCode is 400 or 403 or 429 or 503 ? statusCode : statusCode < 500 ? 400 : 500)}",
                new Dictionary<string, object>
                {
                    [nameof(ErrorPage.Status)] = statusCode,
                    [nameof(ErrorPage.Reference)] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
                }
            ),
        };
    }

    /// <summary>404 for a host that belongs to no agency, in the platform's face.</summary>
    public static Task WriteUnknownAgencyAsync(HttpContext context) =>
        WriteAsync(
            context,
            StatusCodes.Status404NotFound,
            typeof(UnknownAgencyPage),
            "UnknownAgency",
            new Dictionary<string, object> { [nameof(UnknownAgencyPage.Host)] = context.Request.Host.Value ?? "" }
        );

    /// <summary>503 with <c>Retry-After</c> for an agency that is switched off, in its own face.</summary>
    public static Task WriteSuspendedAgencyAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, typeof(SuspendedAgencyPage), "Suspended");

    private static async Task WriteAsync(
        HttpContext context,
        int statusCode,
        Type page,
        string words,
        Dictionary<string, object>? parameters = null
    )
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            return;
        }
        response.Headers.CacheControl = "no-store";
        if (statusCode == StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = "3600";
        }
        if (WantsJson(context.Request) || !HasAddress(context.Request))
        {
            var kind =
                words == "UnknownAgency" ? ProblemKind.UnknownAgency
                : words == "Suspended" ? ProblemKind.Suspended
                : ProblemKind.Of(statusCode);
            await Problems.WriteAsync(context, Problems.Of(kind));
            return;
        }
        // A page that failed half-way has used up the renderer of its scope, and left a header that may be there only once.
        response.Headers.Remove("blazor-enhanced-nav");
        var services = context.RequestServices;
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(AgencyShownTo(context));
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<ErrorDocument>(
                new Dictionary<string, object?>
                {
                    [nameof(ErrorDocument.Page)] = page,
                    [nameof(ErrorDocument.Parameters)] = parameters,
                }
            )
            {
                StatusCode = statusCode,
            }.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    /// <summary>Whose face an error has: the platform's for somebody who is signed in at another agency.</summary>
    private static AgencyTenant? AgencyShownTo(HttpContext context) =>
        context.Features.Get<ForeignSignIn>() is null
            ? context.RequestServices.GetRequiredService<CurrentTenant>().Agency
            : null;

    /// <summary>False where host and scheme make no address: a page cannot be written without one.</summary>
    private static bool HasAddress(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}/", UriKind.Absolute, out _);

    /// <summary>True for programs: the API's paths, and whoever accepts JSON but no pages.</summary>
    public static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || (
                accept.Contains("json", StringComparison.OrdinalIgnoreCase)
                && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            );
    }
}
