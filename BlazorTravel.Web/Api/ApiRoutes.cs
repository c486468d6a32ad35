using Microsoft.AspNetCore.Mvc;

namespace BlazorTravel.Web.Api;

/// <summary>Where the API's endpoints hang: below /api/v1, and the same once more below /api.</summary>
public static class ApiRoutes
{
    public const string Version = "/api/v1";
    public const string Unversioned = "/api";
    public const int MaxBodyBytes = 64 * 1024;

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps one resource's endpoints; called twice, for both of its paths.</summary>
    /// <param name="resource">The last part of the path: travel-requests.</param>
    /// <param name="tag">The heading it stands under in the description.</param>
    public static void MapApi(
        this IEndpointRouteBuilder endpoints,
        string resource,
        string tag,
        Action<RouteGroupBuilder> map
    )
    {
        foreach (var root in (string[])[Version, Unversioned])
        {
            var group = endpoints
                .MapGroup($"{root}/{resource}")
                .WithTags(tag)
                .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
                .AddEndpointFilter(CompleteProblemsAsync)
                // Tokens in cookies are SameSite, and a form of another site cannot send JSON.
                .DisableAntiforgery();
            map(group);
            if (root == Unversioned)
            {
                group.ExcludeFromDescription();
            }
        }
    }

    /// <summary>Answers GET and HEAD.</summary>
    public static RouteHandlerBuilder MapRead(this RouteGroupBuilder group, string pattern, Delegate handler) =>
        group.MapMethods(pattern, ReadMethods, handler);

    /// <summary>A problem that a handler returns has all that problems have.</summary>
    private static async ValueTask<object?> CompleteProblemsAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var result = await next(context);
        var inner = result;
        while (inner is INestedHttpResult nested)
        {
            inner = nested.Result;
        }
        if (inner is IValueHttpResult { Value: ProblemDetails problem })
        {
            Problems.Complete(problem, context.HttpContext);
        }
        return result;
    }
}
