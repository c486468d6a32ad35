using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Audit;

/// <summary>Notes who sends a request and from where; after sign-in was checked.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CurrentActor actor)
    {
        actor.Set(
            SignedInUser.From(context.User)?.Actor,
            context.Connection.RemoteIpAddress?.ToString(),
            context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api" : "browser"
        );
        return next(context);
    }
}
