using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Says while somebody types whether a subdomain can be had.</summary>
public sealed class CheckSubdomain(IDbContextFactory<MainDbContext> databases)
{
    /// <summary>Null when it is free, else what to do.</summary>
    public async Task<string?> RunAsync(string text, CancellationToken cancellationToken = default)
    {
        if (!Subdomain.TryParse(text, out var subdomain, out var error))
        {
            return error;
        }
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Tenants.AnyAsync(tenant => tenant.Subdomain == subdomain.Value, cancellationToken)
            ? CreateAgency.SubdomainTaken
            : null;
    }
}
