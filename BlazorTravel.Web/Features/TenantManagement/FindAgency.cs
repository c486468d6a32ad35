using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>All that the superadmin is shown of one agency.</summary>
public sealed class FindAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    TimeProvider time
)
{
    public async Task<AgencyDetails?> RunAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (tenant is null)
        {
            return null;
        }
        var sizes = await DatabaseSizes.ReadAsync(db, [tenant.DbName], cancellationToken);
        return new AgencyDetails(
            TenantDirectory.Describe(tenant),
            AgencyStates.Of(tenant.Provisioning, tenant.IsActive),
            tenant.AdminEmail,
            tenant.SchemaVersion,
            tenant.SchemaVersion == provisioner.LatestVersion,
            sizes.TryGetValue(tenant.DbName, out var size) ? size : null,
            tenant.ProvisioningError,
            ProvisionAgency.CanBegin(tenant.Provisioning, tenant.UpdatedAt, time.GetUtcNow()),
            tenant.CreatedAt,
            tenant.UpdatedAt,
            tenant.Version
        )
        {
            Invitation = await ReadInvitationAsync(db, tenant, cancellationToken),
            Log = await db
                .ProvisioningRecords.AsNoTracking()
                .Where(record => record.TenantId == id)
                .OrderBy(record => record.Id)
                .ToListAsync(cancellationToken),
        };
    }

    private async Task<Invitation> ReadInvitationAsync(
        MainDbContext db,
        Tenant tenant,
        CancellationToken cancellationToken
    )
    {
        var admin = await db
            .AdminUsers.Where(user => user.TenantId == tenant.Id && user.Email == tenant.AdminEmail)
            .Select(user => new { user.Id, IsAccepted = user.PasswordHash != null })
            .SingleOrDefaultAsync(cancellationToken);
        if (admin is null)
        {
            return new Invitation(InvitationState.NotSent, null);
        }
        if (admin.IsAccepted)
        {
            return new Invitation(InvitationState.Accepted, null);
        }
        var expiresAt = await db
            .AccountLinks.Where(link =>
                link.UserId == admin.Id && link.Purpose == AccountLinkPurpose.Invitation && link.UsedAt == null
            )
            .MaxAsync(link => (DateTimeOffset?)link.ExpiresAt, cancellationToken);
        return expiresAt is null
            ? new Invitation(InvitationState.NotSent, null)
            : new Invitation(expiresAt > time.GetUtcNow() ? InvitationState.Sent : InvitationState.Expired, expiresAt);
    }
}

/// <param name="Size">Of the database in bytes; null when it does not exist.</param>
/// <param name="CanTryAgain">Whether setting it up failed, or its server was lost on the way.</param>
public sealed record AgencyDetails(
    AgencyTenant Agency,
    AgencyState State,
    string AdminEmail,
    string? SchemaVersion,
    bool IsSchemaLatest,
    long? Size,
    string? Error,
    bool CanTryAgain,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    uint Version
)
{
    public required Invitation Invitation { get; init; }

    /// <summary>Every attempt at every step, oldest first.</summary>
    public required IReadOnlyList<ProvisioningRecord> Log { get; init; }
}

/// <param name="ExpiresAt">Until when the link works, or worked.</param>
public readonly record struct Invitation(InvitationState State, DateTimeOffset? ExpiresAt);

public enum InvitationState
{
    NotSent,
    Sent,
    Expired,
    Accepted,
}
