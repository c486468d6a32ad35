using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Answers 403 to whoever is signed in at another agency than the one whose host or name is asked, or at the platform,
/// before any endpoint sees the request: even pages that are open to everybody do not serve a foreign token.
/// </summary>
public sealed class TokenWall(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CurrentTenant current)
    {
        if (
            SignedInUser.From(context.User) is { } user
            && user.TenantId != current.Agency?.TenantId
            && context.GetEndpoint()?.Metadata.GetMetadata<ServesEveryHost>() is null
            && context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>()
                is null
        )
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        return next(context);
    }
}
