using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.StaticAssets;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>
/// Keeps API keys to what they are for, before any endpoint sees the request: one that is no good is answered 401 even where
/// strangers may pass, one of another agency 403, and a good one opens nothing but the API that asks for its scopes and the
/// part of it that is open to everybody.
/// </summary>
public sealed class ApiKeyWall(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CurrentTenant current)
    {
        var endpoint = context.GetEndpoint();
        if (
            ApiKeyHeader.Read(context.Request) is null
            || endpoint?.Metadata.GetMetadata<ServesEveryHost>() is not null
            || endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        )
        {
            return next(context);
        }
        if (ApiKeyCaller.From(context.User) is not { } key)
        {
            return context.ChallengeAsync(ApiKeyHandler.SchemeName);
        }
        if (key.TenantId != current.Agency?.TenantId || (endpoint is not null && !Takes(endpoint, context.Request)))
        {
            return context.ForbidAsync(ApiKeyHandler.SchemeName);
        }
        return next(context);
    }

    private static bool Takes(Endpoint endpoint, HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && (
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || endpoint
                .Metadata.GetOrderedMetadata<IAuthorizeData>()
                .Any(rule => rule.Policy is Policies.RequestsRead or Policies.RequestsWrite)
        );
}
