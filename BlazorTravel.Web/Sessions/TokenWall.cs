using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Answers 403 to whoever is signed in at another agency than the one whose host or name is asked, or at the platform,
/// before any endpoint sees the request: even pages that are open to everybody do not serve a foreign token. A live page
/// whose sign-in cannot be checked is told to come back.
/// </summary>
public sealed class TokenWall(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CurrentTenant current)
    {
        var isForeign = SignedInUser.From(context.User) is { } user
            ? user.TenantId != current.Agency?.TenantId
            : context.Features.Get<ForeignSignIn>() is not null;
        if (
            isForeign
            && context.GetEndpoint()?.Metadata.GetMetadata<ServesEveryHost>() is null
            && context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>()
                is null
        )
        {
            context.Features.Set(new ForeignSignIn());
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        if (context.Features.Get<UncheckedSignIn>() is not null && context.Request.Path.StartsWithSegments("/_blazor"))
        {
            // A page that comes back would be taken for a stranger's and lose what was typed; like this it tries again.
            context.Response.Headers.RetryAfter = "2";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }
        return next(context);
    }
}
