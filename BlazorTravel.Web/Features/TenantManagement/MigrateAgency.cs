using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Brings one agency's database to the latest schema.</summary>
public sealed class MigrateAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    TimeProvider time
)
{
    public async Task RunAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == id, cancellationToken);
        tenant.RecordSchema(await provisioner.MigrateAsync(tenant.DbName, cancellationToken), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
