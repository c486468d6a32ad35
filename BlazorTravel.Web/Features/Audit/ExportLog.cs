using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>
/// Hands a log out as a file, and notes that in the same log first: who took a copy is known even when the download breaks
/// off.
/// </summary>
public sealed class ExportLog(
    ReadAgencyLog agencyLog,
    ReadPlatformLog platformLog,
    AuditCsv csv,
    AuditTrail audit,
    TenantDatabase database,
    IDbContextFactory<MainDbContext> databases,
    TimeProvider time
)
{
    /// <summary>The current agency's log.</summary>
    /// <param name="begin">Called when nothing is left that could be answered by an error.</param>
    public async Task WriteAgencyAsync(
        AuditFilter filter,
        Func<Stream> begin,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        await using (var lease = await database.OpenAsync(cancellationToken))
        {
            audit.Add(lease.Db, AuditActions.LogExported, AuditSubject.Log, after: Describe(filter));
            await lease.Db.SaveChangesAsync(cancellationToken);
        }
        await csv.WriteAsync(
            begin(),
            Until(filter, now),
            (at, size) => agencyLog.RunAsync(at, size, cancellationToken),
            isPlatform: false,
            cancellationToken
        );
    }

    /// <summary>The platform's log.</summary>
    /// <inheritdoc cref="WriteAgencyAsync"/>
    public async Task WritePlatformAsync(
        AuditFilter filter,
        Func<Stream> begin,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            audit.Add(db, null, AuditActions.LogExported, AuditSubject.Log, after: Describe(filter));
            await db.SaveChangesAsync(cancellationToken);
        }
        await csv.WriteAsync(
            begin(),
            Until(filter, now),
            (at, size) => platformLog.RunAsync(at, size, cancellationToken),
            isPlatform: true,
            cancellationToken
        );
    }

    // What happens from now on, the export itself among it, is not in the file.
    private static AuditFilter Until(AuditFilter filter, DateTimeOffset now) =>
        filter with
        {
            Before = EntryTime.FirstId(now),
        };

    private static Dictionary<string, string>? Describe(AuditFilter filter)
    {
        var asked = new Dictionary<string, string?>
        {
            ["agency"] = filter.Agency,
            ["person"] = filter.Person,
            ["area"] = filter.Area,
            ["about"] = filter.Text,
            ["from"] = filter.From?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["until"] = filter.To?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        };
        var said = asked
            .Where(field => field.Value is not null)
            .ToDictionary(field => field.Key, field => field.Value!);
        return said.Count == 0 ? null : said;
    }
}
