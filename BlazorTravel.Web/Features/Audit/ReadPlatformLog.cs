using System.Globalization;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>Reads the platform's log: what was done to agencies and accounts. What happens inside an agency is not in it.</summary>
public sealed class ReadPlatformLog(IDbContextFactory<MainDbContext> databases)
{
    public const int PageSize = 50;

    /// <summary>As many agencies are offered to choose from; any other can be typed.</summary>
    public const int MaxChoices = 500;

    public async Task<AuditPage> RunAsync(
        AuditFilter filter,
        int size = PageSize,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entries = db.AuditEntries.AsNoTracking();
        if (filter.Agency is { } agency)
        {
            if (await FindAsync(db, agency, cancellationToken) is not { } tenantId)
            {
                return AuditPage.Empty;
            }
            entries = entries.Where(entry => entry.TenantId == tenantId);
        }
        var found = await entries.By(filter).Matching(filter).Take(size + 1).ToListAsync(cancellationToken);
        var ids = found.Select(entry => entry.TenantId).OfType<int>().Distinct().ToList();
        var names = await db
            .Tenants.Where(tenant => ids.Contains(tenant.Id))
            .ToDictionaryAsync(tenant => tenant.Id, tenant => tenant.Name, cancellationToken);
        var lines = found
            .Take(size)
            .Select(entry =>
                AuditLine.Of(entry) with
                {
                    Agency = entry.TenantId is { } id ? new AuditAgency(id, names.GetValueOrDefault(id)) : null,
                }
            )
            .ToList();
        return new AuditPage(lines, found.Count > size);
    }

    /// <summary>Whom the log can be filtered by: the platform's people, and an agency's where one is asked for.</summary>
    public async Task<IReadOnlyList<AuditPerson>> ListPeopleAsync(
        string? agency,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenantId = agency is null ? null : await FindAsync(db, agency, cancellationToken);
        var people = await db
            .AdminUsers.AsNoTracking()
            .Where(user => user.IsSuperadmin || (tenantId != null && user.TenantId == tenantId))
            .OrderByDescending(user => user.IsSuperadmin)
            .ThenBy(user => user.Email)
            .ToListAsync(cancellationToken);
        return
        [
            .. people.Select(user => new AuditPerson(
                user.Id.ToString(CultureInfo.InvariantCulture),
                user.ShownName,
                user.Email
            )),
            .. ((string[])[CurrentActor.Stranger, CurrentActor.System]).Select(name => new AuditPerson(
                name,
                name,
                null
            )),
        ];
    }

    /// <summary>The subdomains and names to choose from.</summary>
    public async Task<IReadOnlyList<(string Subdomain, string Name)>> ListAgenciesAsync(
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenants = await db
            .Tenants.OrderBy(tenant => tenant.Subdomain)
            .Take(MaxChoices)
            .Select(tenant => new { tenant.Subdomain, tenant.Name })
            .ToListAsync(cancellationToken);
        return tenants.ConvertAll(tenant => (tenant.Subdomain, tenant.Name));
    }

    /// <summary>By id or subdomain; of an agency that is gone the log itself still knows.</summary>
    private static async Task<int?> FindAsync(MainDbContext db, string agency, CancellationToken cancellationToken)
    {
        if (int.TryParse(agency, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }
        var subdomain = agency.ToLowerInvariant();
        var living = await db
            .Tenants.Where(tenant => tenant.Subdomain == subdomain)
            .Select(tenant => (int?)tenant.Id)
            .SingleOrDefaultAsync(cancellationToken);
        var subject = AuditSubject.Agency(subdomain);
        return living
            ?? await db
                .AuditEntries.Where(entry =>
                    EF.Property<string>(entry, Data.AuditEntryConfiguration.Area) == AuditSubject.AgencyKind
                    && entry.Subject == subject
                )
                .OrderByDescending(entry => entry.Id)
                .Select(entry => entry.TenantId)
                .FirstOrDefaultAsync(cancellationToken);
    }
}
