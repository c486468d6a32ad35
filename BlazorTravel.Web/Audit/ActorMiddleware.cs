using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Sessions.ApiKeys;

namespace BlazorTravel.Web.Audit;

/// <summary>Notes who sends a request and from where; after sign-in was checked.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CurrentActor actor)
    {
        var key = ApiKeyCaller.From(context.User);
        actor.Set(
            key?.Actor ?? SignedInUser.From(context.User)?.Actor,
            context.Connection.RemoteIpAddress,
            key is not null ? $"key:{key.Name}"
                : context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api"
                : "browser"
        );
        return next(context);
    }
}
