using System.Globalization;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>How much room databases take.</summary>
public static class DatabaseSizes
{
    /// <summary>Bytes by database name; those that do not exist are missing.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(
        MainDbContext db,
        string[] names,
        CancellationToken cancellationToken
    ) =>
        await db
            .Database.SqlQuery<DatabaseSize>(
                $"""
                SELECT datname::text AS name, pg_database_size(oid) AS bytes
                FROM pg_database WHERE datname = ANY ({names})
                """
            )
            .ToDictionaryAsync(row => row.Name, row => row.Bytes, cancellationToken);

    /// <summary>As people read it: 8.1 MB.</summary>
    public static string Write(long bytes) =>
        bytes switch
        {
            < 1L << 20 => $"{bytes / 1024.0:0} KB",
            < 1L << 30 => string.Create(CultureInfo.CurrentCulture, $"{bytes / (1024.0 * 1024):0.0} MB"),
            _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / (1024.0 * 1024 * 1024):0.0} GB"),
        };

    private sealed record DatabaseSize(string Name, long Bytes);
}
