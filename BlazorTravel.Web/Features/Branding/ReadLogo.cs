using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Branding;

/// <summary>Reads an agency's logo.</summary>
public sealed class ReadLogo(IDbContextFactory<MainDbContext> databases)
{
    /// <summary>Null where the agency has none.</summary>
    public async Task<TenantLogo?> RunAsync(int tenantId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db
            .Tenants.AsNoTracking()
            .Include(tenant => tenant.Logo)
            .SingleOrDefaultAsync(tenant => tenant.Id == tenantId, cancellationToken);
        return tenant?.Logo;
    }
}
