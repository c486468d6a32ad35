using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Deletes an agency for ever: closes it on every server, drops its database, then forgets its row and its accounts. The row
/// goes last, so that a deletion that breaks off can be repeated and no database is left that nobody knows of.
/// </summary>
public sealed partial class DeleteAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time,
    ILogger<DeleteAgency> logger
)
{
    /// <param name="version">Of the agency as it was read; null to delete it whatever happened since.</param>
    public async Task<AgencyDeletion> RunAsync(
        int id,
        uint? version = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (tenant is null)
        {
            return AgencyDeletion.Unknown;
        }
        if (version is not null && version != tenant.Version)
        {
            return AgencyDeletion.Overtaken;
        }
        var now = time.GetUtcNow();
        if (
            tenant.Provisioning != ProvisioningState.Ready
            && !ProvisionAgency.CanBegin(tenant.Provisioning, tenant.UpdatedAt, now)
        )
        {
            return AgencyDeletion.BeingSetUp;
        }
        var subject = AuditSubject.Agency(tenant.Subdomain);
        var before = new { tenant.IsActive };
        tenant.Suspend(now);
        // Two entries, because between the two steps it can break off.
        audit.Add(db, id, AuditActions.AgencyDeletionBegun, subject, before, new { tenant.IsActive });
        await db.SaveChangesAsync(cancellationToken);
        await announcements.TenantChangedAsync(id);
        await provisioner.DropDatabaseAsync(tenant.DbName, cancellationToken);
        db.Tenants.Remove(tenant);
        audit.Add(db, id, AuditActions.AgencyDeleted, subject, new { tenant.Name, Database = tenant.DbName });
        await db.SaveChangesAsync(cancellationToken);
        await announcements.TenantChangedAsync(id);
        LogDeleted(logger, tenant.Subdomain, tenant.DbName);
        return AgencyDeletion.Done;
    }

    [LoggerMessage(LogLevel.Warning, "Agency {Subdomain} was deleted, its database {Database} dropped")]
    private static partial void LogDeleted(ILogger logger, string subdomain, string database);
}

public enum AgencyDeletion
{
    Done,
    Unknown,

    /// <summary>Somebody else changed it first; nothing was deleted.</summary>
    Overtaken,

    /// <summary>Somebody is just setting it up: wait for that to end.</summary>
    BeingSetUp,
}
