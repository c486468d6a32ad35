using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Renames, suspends or activates an agency; every server knows within a second.</summary>
public sealed class ChangeAgency(
    IDbContextFactory<MainDbContext> databases,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <param name="version">Of the agency as it was read; null to change it whatever happened since.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public async Task<AgencyChange> RunAsync(
        int id,
        string? name,
        bool? isActive,
        uint? version = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (tenant is null)
        {
            return AgencyChange.Unknown;
        }
        if (version is not null && version != tenant.Version)
        {
            return AgencyChange.Overtaken;
        }
        var now = time.GetUtcNow();
        var (formerName, wasActive) = (tenant.Name, tenant.IsActive);
        if (name is not null)
        {
            tenant.Rebrand(name, tenant.BrandColor, tenant.WelcomeText, tenant.ReplyTo, now);
        }
        if (isActive == true)
        {
            tenant.Activate(now);
        }
        else if (isActive == false)
        {
            tenant.Suspend(now);
        }
        var subject = AuditSubject.Agency(tenant.Subdomain);
        if (tenant.Name != formerName)
        {
            audit.Add(db, id, AuditActions.AgencyChanged, subject, new { Name = formerName }, new { tenant.Name });
        }
        if (tenant.IsActive != wasActive)
        {
            var action = tenant.IsActive ? AuditActions.AgencyActivated : AuditActions.AgencySuspended;
            audit.Add(db, id, action, subject, new { IsActive = wasActive }, new { tenant.IsActive });
        }
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return AgencyChange.Overtaken;
        }
        await announcements.TenantChangedAsync(id);
        return AgencyChange.Done;
    }
}

public enum AgencyChange
{
    Done,
    Unknown,

    /// <summary>Somebody else changed it first; nothing was written.</summary>
    Overtaken,
}
