using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Finbuckle.MultiTenant.AspNetCore.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>Serves an agency's logo on its own host; the address changes with the logo, so browsers may keep it for ever.</summary>
public static class LogoEndpoint
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/brand/logo", GetAsync)
            .AllowAnonymous()
            .ExcludeFromDescription()
            // A suspended agency's page still shows its face.
            .WithMetadata(new ServesEveryHost());

    private static async Task<Results<FileContentHttpResult, NotFound>> GetAsync(
        HttpContext context,
        IDbContextFactory<MainDbContext> databases,
        string? v
    )
    {
        if (context.GetMultiTenantContext<AgencyTenant>().TenantInfo is not { LogoVersion: not null } agency)
        {
            return TypedResults.NotFound();
        }
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var logo = await db
            .Tenants.AsNoTracking()
            .Where(tenant => tenant.Id == agency.TenantId)
            .Select(tenant => tenant.Logo)
            .SingleOrDefaultAsync(context.RequestAborted);
        if (logo is null)
        {
            return TypedResults.NotFound();
        }
        context.Response.Headers.CacheControl =
            v == logo.Version ? "public, max-age=31536000, immutable" : "public, max-age=60";
        return TypedResults.Bytes(logo.Content, logo.ContentType);
    }
}
