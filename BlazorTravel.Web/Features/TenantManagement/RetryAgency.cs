using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Goes on setting an agency up where it failed, or where its server was lost, as the superadmin asks.</summary>
public sealed class RetryAgency(
    IDbContextFactory<MainDbContext> databases,
    ProvisioningRuns runs,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <summary>False when there is nothing to try again: it is ready, somebody is at it, or it is gone.</summary>
    public async Task<bool> RunAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (tenant is null || !ProvisionAgency.CanBegin(tenant.Provisioning, tenant.UpdatedAt, time.GetUtcNow()))
        {
            return false;
        }
        var step = Enum.TryParse<ProvisioningStep>(tenant.ProvisioningStep, out var stuck)
            ? EnumColumns.Write(stuck)
            : null;
        audit.Add(
            db,
            id,
            AuditActions.AgencySetUpRetried,
            AuditSubject.Agency(tenant.Subdomain),
            after: new { Step = step }
        );
        await db.SaveChangesAsync(cancellationToken);
        _ = runs.Start(id);
        return true;
    }
}
