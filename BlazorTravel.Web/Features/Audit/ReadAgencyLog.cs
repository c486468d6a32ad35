using System.Globalization;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>
/// Reads what concerns the current agency: its own log, merged with what the platform's says of its accounts and of what the
/// platform did to it. Both are read in the order of ids, which is the order of time.
/// </summary>
public sealed class ReadAgencyLog(
    TenantDatabase database,
    IDbContextFactory<MainDbContext> databases,
    CurrentTenant current
)
{
    public const int PageSize = 50;

    public async Task<AuditPage> RunAsync(
        AuditFilter filter,
        int size = PageSize,
        CancellationToken cancellationToken = default
    )
    {
        var tenantId = current.Required.TenantId;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var superadmins = await db
            .AdminUsers.Where(user => user.IsSuperadmin)
            .Select(user => (int?)user.Id)
            .ToListAsync(cancellationToken);
        var ofPlatform = db.AuditEntries.AsNoTracking().Where(entry => entry.TenantId == tenantId);
        ofPlatform =
            filter.Person == AuditFilter.PlatformPeople
                ? ofPlatform.Where(entry => superadmins.Contains(entry.ActorId))
                : ofPlatform.By(filter);
        var theirs = await ofPlatform.Matching(filter).Take(size + 1).ToListAsync(cancellationToken);
        var own = await ReadOwnAsync(filter, size, cancellationToken);

        var lines = own.Select(AuditLine.Of)
            .Concat(theirs.Select(entry => Describe(entry, superadmins.Contains(entry.ActorId))))
            .OrderByDescending(line => line.Id)
            .Take(size)
            .ToList();
        return new AuditPage(lines, own.Count + theirs.Count > size);
    }

    /// <summary>Whom the log can be filtered by: the agency's people, then those without an account here.</summary>
    public async Task<IReadOnlyList<AuditPerson>> ListPeopleAsync(CancellationToken cancellationToken = default)
    {
        var tenantId = current.Required.TenantId;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var people = await db
            .AdminUsers.AsNoTracking()
            .Where(user => user.TenantId == tenantId)
            .OrderBy(user => user.Email)
            .ToListAsync(cancellationToken);
        return
        [
            .. people.Select(user => new AuditPerson(
                user.Id.ToString(CultureInfo.InvariantCulture),
                user.ShownName,
                user.Email
            )),
            .. ((string[])[CurrentActor.Traveler.Name, CurrentActor.Stranger, CurrentActor.System]).Select(
                name => new AuditPerson(name, name, null)
            ),
        ];
    }

    private async Task<List<AuditEntry>> ReadOwnAsync(AuditFilter filter, int size, CancellationToken cancellationToken)
    {
        if (filter.Person == AuditFilter.PlatformPeople)
        {
            // They have no way into an agency's database.
            return [];
        }
        await using var lease = await database.OpenAsync(cancellationToken);
        return await lease
            .Db.AuditEntries.AsNoTracking()
            .By(filter)
            .Matching(filter)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Who of the platform it was, and from where, is the platform's own affair.</summary>
    private static AuditLine Describe(AuditEntry entry, bool isPlatform) =>
        isPlatform
            ? AuditLine.Of(entry) with
            {
                ActorId = null,
                ActorName = AuditFilter.PlatformPeople,
                Address = null,
                IsPlatform = true,
            }
            : AuditLine.Of(entry);
}
