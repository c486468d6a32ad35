using BlazorTravel.Domain;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>One page of the agencies, newest first, with the sizes of their databases.</summary>
public sealed class ListAgencies(IDbContextFactory<MainDbContext> databases)
{
    public const int MaxPageSize = 100;

    /// <param name="search">Part of a name, a subdomain or an admin's email; null for all.</param>
    public async Task<AgencyPage> RunAsync(
        string? search,
        int page,
        int pageSize,
        CancellationToken cancellationToken = default
    )
    {
        pageSize = Math.Clamp(pageSize, 1, MaxPageSize);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenants = db.Tenants.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = $"%{Escape(StorableText.Of(search).Trim())}%";
            tenants = tenants.Where(tenant =>
                EF.Functions.ILike(tenant.Name, pattern, "\\")
                || EF.Functions.ILike(tenant.Subdomain, pattern, "\\")
                || EF.Functions.ILike(tenant.AdminEmail, pattern, "\\")
            );
        }
        var total = await tenants.CountAsync(cancellationToken);
        // A page beyond the end shows the last one, as after a deletion.
        page = Math.Clamp(page, 1, Math.Max(1, (total + pageSize - 1) / pageSize));
        var rows = await tenants
            .OrderByDescending(tenant => tenant.Id)
            .Skip((page - 1) * pageSize)
            .Take(pageSize)
            .ToListAsync(cancellationToken);
        var sizes = await DatabaseSizes.ReadAsync(db, [.. rows.Select(t => t.DbName)], cancellationToken);
        return new AgencyPage(
            rows.ConvertAll(tenant => new AgencyRow(
                TenantDirectory.Describe(tenant),
                AgencyStates.Of(tenant.Provisioning, tenant.IsActive),
                tenant.SchemaVersion,
                sizes.TryGetValue(tenant.DbName, out var size) ? size : null,
                tenant.CreatedAt,
                tenant.UpdatedAt
            )),
            total,
            page,
            pageSize
        );
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}

public sealed record AgencyPage(IReadOnlyList<AgencyRow> Items, int Total, int Page, int PageSize);

/// <param name="Size">Of the database in bytes; null when it does not exist.</param>
public sealed record AgencyRow(
    AgencyTenant Agency,
    AgencyState State,
    string? SchemaVersion,
    long? Size,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);
