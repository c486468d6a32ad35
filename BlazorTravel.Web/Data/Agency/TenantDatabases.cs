using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Data.Agency;

/// <summary>Opens an agency's database for one operation.</summary>
public sealed class TenantDatabases(TenantConnections connections, IDbContextFactory<TenantDbContext> contexts)
{
    /// <summary>Rents a context that is bound to the agency's database until the lease is disposed.</summary>
    public async ValueTask<TenantLease> OpenAsync(AgencyTenant tenant, CancellationToken cancellationToken = default)
    {
        var connection = await connections.RentAsync(tenant.DatabaseName, cancellationToken);
        try
        {
            var context = await contexts.CreateDbContextAsync(cancellationToken);
            // The context must never own the connection: a pooled one would keep it beyond its lease.
            context.Database.SetDbConnection(connection.Connection, contextOwnsConnection: false);
            return new TenantLease(tenant, context, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>
/// A context on one agency's database. Disposing it unbinds the context before it goes back to the pool, so that a context
/// that is rented without being bound has no database at all rather than the previous agency's.
/// </summary>
public sealed class TenantLease(AgencyTenant tenant, TenantDbContext db, TenantConnection connection) : IAsyncDisposable
{
    private int disposed;

    public AgencyTenant Tenant { get; } = tenant;
    public TenantDbContext Db { get; } = db;
    public NpgsqlConnection Connection => connection.Connection;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }
        try
        {
            if (Db.Database.CurrentTransaction is { } transaction)
            {
                await transaction.DisposeAsync();
            }
            await Db.Database.CloseConnectionAsync();
            Db.Database.SetDbConnection(null);
        }
        finally
        {
            await connection.DisposeAsync();
            await Db.DisposeAsync();
        }
    }
}
