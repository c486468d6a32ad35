using System.Text;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Tenancy;
using Npgsql;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>Every row of an agency as text: all of its own database, and what the main database holds of it.</summary>
public static class RowDump
{
    /// <summary>What attempts may move, and why that is no hole.</summary>
    private static readonly Dictionary<string, string[]> MayMove = new()
    {
        // Guessing at somebody's password is counted against the guessed account: that is the lock on the door.
        ["admin_users"] = ["failed_sign_ins", "locked_until"],
        // The markers that the mail's job moves by itself.
        ["mail_dispatch"] = ["due_at", "marked_at"],
    };

    public static async Task<string> OfAsync(AppBackends backends, AgencyTenant tenant)
    {
        var dump = new StringBuilder();
        await using (var own = NpgsqlDataSource.Create(backends.Postgres.ConnectionString(tenant.DatabaseName)))
        {
            foreach (var table in await TablesAsync(own))
            {
                await AddAsync(dump, own, tenant.DatabaseName, table, "TRUE");
            }
        }
        await using var main = NpgsqlDataSource.Create(backends.MainConnection);
        foreach (var table in await TablesAsync(main))
        {
            if (await WhereAsync(main, table, tenant.TenantId) is { } where)
            {
                await AddAsync(dump, main, "main", table, where);
            }
        }
        return dump.ToString();
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlDataSource source) =>
        await ReadAsync(source, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");

    /// <summary>Which rows of a table in the main database are the agency's; null where it has none there.</summary>
    private static async Task<string?> WhereAsync(NpgsqlDataSource main, string table, int tenantId)
    {
        var columns = await ReadAsync(
            main,
            $"SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}'"
        );
        return table == "tenants" ? $"id = {tenantId}"
            : columns.Contains("tenant_id") ? $"tenant_id = {tenantId}"
            : columns.Contains("user_id") ? $"user_id IN (SELECT id FROM admin_users WHERE tenant_id = {tenantId})"
            : columns.Contains("recipient")
                ? $"recipient IN (SELECT email FROM admin_users WHERE tenant_id = {tenantId})"
            : null;
    }

    private static async Task AddAsync(
        StringBuilder dump,
        NpgsqlDataSource source,
        string database,
        string table,
        string where
    )
    {
        var row = MayMove
            .GetValueOrDefault(table, [])
            .Aggregate("to_jsonb(t)", (json, column) => $"{json} - '{column}'");
        foreach (
            var text in await ReadAsync(source, $"SELECT ({row})::text FROM \"{table}\" t WHERE {where} ORDER BY 1")
        )
        {
            dump.Append(database).Append('.').Append(table).Append(": ").AppendLine(text);
        }
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // Names of our own tables and numbers.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }
}
