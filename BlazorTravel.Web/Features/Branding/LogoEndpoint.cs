using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BlazorTravel.Web.Features.Branding;

/// <summary>The logo of the agency whose host is asked; its address changes with it, so it may be kept for ever.</summary>
public static class LogoEndpoint
{
    public const string Path = "/brand/logo";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, SendAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> SendAsync(
        string? v,
        CurrentTenant current,
        ReadLogo read,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (
            current.Agency is not { LogoVersion: not null } agency
            || await read.RunAsync(agency.TenantId, cancellationToken) is not { } logo
        )
        {
            return TypedResults.NotFound();
        }
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = v == logo.Version ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(
            logo.Content,
            logo.ContentType,
            entityTag: new EntityTagHeaderValue($"\"{logo.Version}\"")
        );
    }
}
