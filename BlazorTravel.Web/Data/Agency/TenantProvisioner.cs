using System.Text.Json;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Data.Agency;

/// <summary>
/// Makes, migrates and drops agencies' databases. New ones are copies of a template database that holds the latest schema,
/// which takes tens of milliseconds where migrating an empty one takes longer with every migration.
/// </summary>
public sealed partial class TenantProvisioner(
    MainDatabase main,
    IDbContextFactory<MainDbContext> mainContexts,
    TenantConnections connections,
    IDbContextFactory<TenantDbContext> tenantContexts,
    TimeProvider time,
    ILogger<TenantProvisioner> logger
)
{
    private const int MaxParallelMigrations = 2;

    // Two underscores: no subdomain leads there, since none begins with a hyphen.
    private string TemplateName => main.Name + "__template";

    /// <summary>The name of the database of an agency with this subdomain: at most PostgreSQL's 63 characters.</summary>
    public string DatabaseNameFor(Subdomain subdomain)
    {
        var name = $"{main.Name}_{subdomain.Value.Replace('-', '_')}";
        return name.Length <= 63 ? name : name[..63];
    }

    /// <summary>The last migration this version of the application knows.</summary>
    public string LatestVersion
    {
        get
        {
            using var db = tenantContexts.CreateDbContext();
            return db.Database.GetMigrations().Last();
        }
    }

    /// <summary>Brings the template to the latest schema, unless it is there already.</summary>
    public async Task EnsureTemplateAsync(CancellationToken cancellationToken = default)
    {
        await using var guard = await AdvisoryLock.TakeAsync(main, LockPurpose.Template, cancellationToken);
        var version = LatestVersion;
        var comment = await ScalarAsync(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1",
            TemplateName,
            cancellationToken
        );
        if (comment as string == version)
        {
            return;
        }
        // By statements that a database's owner may use: the application's account need not be a superuser.
        if (await ExistsAsync(TemplateName, cancellationToken))
        {
            await RunAsync($"ALTER DATABASE {Quote(TemplateName)} WITH is_template false", cancellationToken);
            await RunAsync($"DROP DATABASE IF EXISTS {Quote(TemplateName)} WITH (FORCE)", cancellationToken);
        }
        await RunAsync($"CREATE DATABASE {Quote(TemplateName)}", cancellationToken);
        await MigrateAsync(TemplateName, cancellationToken);
        connections.Forget(TemplateName);
        await RunAsync(
            $"ALTER DATABASE {Quote(TemplateName)} WITH is_template true allow_connections false",
            cancellationToken
        );
        await RunAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {Literal(TemplateName)}",
            cancellationToken
        );
        // Written last: a template without it is made again.
        await RunAsync($"COMMENT ON DATABASE {Quote(TemplateName)} IS {Literal(version)}", cancellationToken);
    }

    /// <summary>Creates the database unless it exists; safe to repeat and to run twice at a time.</summary>
    public async Task CreateDatabaseAsync(string databaseName, CancellationToken cancellationToken = default)
    {
        if (await ExistsAsync(databaseName, cancellationToken))
        {
            return;
        }
        try
        {
            await RunAsync(
                $"CREATE DATABASE {Quote(databaseName)} TEMPLATE {Quote(TemplateName)} STRATEGY wal_log",
                cancellationToken
            );
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another server was faster; its copy is as good.
        }
    }

    /// <summary>Applies the missing migrations and answers the version that the database then has.</summary>
    public async Task<string> MigrateAsync(string databaseName, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.RentAsync(databaseName, cancellationToken);
        await using var db = await tenantContexts.CreateDbContextAsync(cancellationToken);
        db.Database.SetDbConnection(connection.Connection);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
            return db.Database.GetMigrations().Last();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
            db.Database.SetDbConnection(null);
        }
    }

    /// <summary>
    /// Migrates every agency whose recorded version is not the latest. One server does it at a time; an agency that fails
    /// is logged and left for the superadmin, the others go on.
    /// </summary>
    public async Task MigrateAllAsync(CancellationToken cancellationToken = default)
    {
        await using var guard = await AdvisoryLock.TakeAsync(main, LockPurpose.MigrateAll, cancellationToken);
        var version = LatestVersion;
        List<int> stale;
        await using (var db = await mainContexts.CreateDbContextAsync(cancellationToken))
        {
            stale = await db
                .Tenants.Where(tenant =>
                    tenant.Provisioning == ProvisioningState.Ready && tenant.SchemaVersion != version
                )
                .Select(tenant => tenant.Id)
                .ToListAsync(cancellationToken);
        }
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxParallelMigrations,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(stale, parallel, async (id, token) => await MigrateTenantAsync(id, token));
    }

    /// <summary>Drops the database and everything in it.</summary>
    public async Task DropDatabaseAsync(string databaseName, CancellationToken cancellationToken = default)
    {
        connections.Forget(databaseName);
        await RunAsync($"DROP DATABASE IF EXISTS {Quote(databaseName)} WITH (FORCE)", cancellationToken);
    }

    private async Task MigrateTenantAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await mainContexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == id, cancellationToken);
        try
        {
            var before = tenant.SchemaVersion;
            tenant.RecordSchema(await MigrateAsync(tenant.DbName, cancellationToken), time.GetUtcNow());
            db.AuditEntries.Add(
                AuditEntry.Write(
                    time.GetUtcNow(),
                    AuditSource.System,
                    AuditActions.AgencyMigrated,
                    AuditSubject.Agency(tenant.Subdomain),
                    JsonSerializer.Serialize(new { schema_version = before }),
                    JsonSerializer.Serialize(new { schema_version = tenant.SchemaVersion }),
                    tenant.Id
                )
            );
            await db.SaveChangesAsync(cancellationToken);
            LogMigrated(logger, tenant.Subdomain, tenant.SchemaVersion!);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotMigrated(logger, tenant.Subdomain, exception);
        }
    }

    private async Task<bool> ExistsAsync(string databaseName, CancellationToken cancellationToken) =>
        await ScalarAsync("SELECT 1 FROM pg_database WHERE datname = $1", databaseName, cancellationToken) is not null;

    private async Task<object?> ScalarAsync(string sql, string parameter, CancellationToken cancellationToken)
    {
        await using var command = main.Source.CreateCommand(sql);
        command.Parameters.AddWithValue(parameter);
        return await command.ExecuteScalarAsync(cancellationToken) is var value and not DBNull ? value : null;
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = main.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Names of databases cannot be parameters of DDL.
    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    [LoggerMessage(LogLevel.Information, "Migrated agency {Subdomain} to {Version}")]
    private static partial void LogMigrated(ILogger logger, string subdomain, string version);

    [LoggerMessage(LogLevel.Error, "Agency {Subdomain} could not be migrated and stays at its old version")]
    private static partial void LogNotMigrated(ILogger logger, string subdomain, Exception exception);
}
