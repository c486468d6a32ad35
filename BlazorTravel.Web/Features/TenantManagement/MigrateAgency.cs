using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Brings one agency's database to the latest schema.</summary>
public sealed class MigrateAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    AuditTrail audit,
    TimeProvider time
)
{
    public async Task RunAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == id, cancellationToken);
        var before = tenant.SchemaVersion;
        tenant.RecordSchema(await provisioner.MigrateAsync(tenant.DbName, cancellationToken), time.GetUtcNow());
        if (tenant.SchemaVersion != before)
        {
            audit.Add(
                db,
                id,
                AuditActions.AgencyMigrated,
                AuditSubject.Agency(tenant.Subdomain),
                new { SchemaVersion = before },
                new { tenant.SchemaVersion }
            );
        }
        await db.SaveChangesAsync(cancellationToken);
    }
}
