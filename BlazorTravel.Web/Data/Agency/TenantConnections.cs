using Npgsql;

namespace BlazorTravel.Web.Data.Agency;

/// <summary>
/// Opens agencies' databases within a bound. A PostgreSQL connection belongs to one database, so a pool an agency would
/// multiply with their number; instead at most <see cref="TenantConnectionOptions.MaxInUse"/> are used at a time, and the
/// pools of the databases that were used longest ago are emptied.
/// </summary>
public sealed class TenantConnections(string mainConnectionString, TenantConnectionOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(options.MaxInUse);
    private readonly Dictionary<string, Entry> sources = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>Waits for its turn and hands out a closed connection to the database; return it by disposing.</summary>
    /// <exception cref="TenantDatabaseBusyException">No turn came within <see cref="TenantConnectionOptions.WaitTime"/>.</exception>
    public async ValueTask<TenantConnection> RentAsync(string databaseName, CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(options.WaitTime, cancellationToken))
        {
            throw new TenantDatabaseBusyException();
        }
        try
        {
            var entry = Use(databaseName);
            return new TenantConnection(entry.Source.CreateConnection(), () => Return(entry));
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <summary>Closes the idle connections to a database, for instance before it is renamed or dropped.</summary>
    public void Forget(string databaseName)
    {
        lock (sources)
        {
            if (sources.Remove(databaseName, out var entry))
            {
                entry.Source.Clear();
                entry.Evicted = true;
                DisposeIfUnused(entry);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in sources.Values)
        {
            await entry.Source.DisposeAsync();
        }
        gate.Dispose();
    }

    private Entry Use(string databaseName)
    {
        lock (sources)
        {
            var entry = sources.TryGetValue(databaseName, out var known)
                ? known
                : sources[databaseName] = new Entry(databaseName, Build(databaseName));
            entry.InUse++;
            entry.LastUsed = ++clock;
            if (sources.Count > options.MaxDatabases)
            {
                var oldest = sources.Values.Where(e => e.InUse == 0).MinBy(e => e.LastUsed);
                if (oldest is not null && sources.Remove(oldest.Name))
                {
                    oldest.Evicted = true;
                    oldest.Source.Dispose();
                }
            }
            return entry;
        }
    }

    private void Return(Entry entry)
    {
        lock (sources)
        {
            entry.InUse--;
            DisposeIfUnused(entry);
        }
        gate.Release();
    }

    private static void DisposeIfUnused(Entry entry)
    {
        if (entry is { Evicted: true, InUse: 0 })
        {
            entry.Source.Dispose();
        }
    }

    private NpgsqlDataSource Build(string databaseName)
    {
        var builder = new NpgsqlDataSourceBuilder(mainConnectionString);
        builder.ConnectionStringBuilder.Database = databaseName;
        builder.ConnectionStringBuilder.MaxPoolSize = options.MaxInUse;
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        builder.ConnectionStringBuilder.ConnectionIdleLifetime = 30;
        // Two round trips fewer on the first visit to a database; the types in use are all built in.
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        return builder.Build();
    }

    private sealed class Entry(string name, NpgsqlDataSource source)
    {
        public string Name { get; } = name;
        public NpgsqlDataSource Source { get; } = source;
        public int InUse { get; set; }
        public long LastUsed { get; set; }
        public bool Evicted { get; set; }
    }
}

/// <summary>A connection and the duty to give its place back.</summary>
public sealed class TenantConnection(NpgsqlConnection connection, Action giveBack) : IAsyncDisposable
{
    private int disposed;

    public NpgsqlConnection Connection { get; } = connection;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            try
            {
                await Connection.DisposeAsync();
            }
            finally
            {
                giveBack();
            }
        }
    }
}

/// <summary>Bounds of <see cref="TenantConnections"/>, per server.</summary>
public sealed class TenantConnectionOptions
{
    /// <summary>Connections in use at a time.</summary>
    public int MaxInUse { get; set; } = 40;

    /// <summary>Databases whose idle connections are kept.</summary>
    public int MaxDatabases { get; set; } = 60;

    /// <summary>How long a caller waits for its turn before it is told to try again.</summary>
    public TimeSpan WaitTime { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>All connections were in use for too long: the caller may try again in a moment.</summary>
public sealed class TenantDatabaseBusyException()
    : Exception("The database is very busy at the moment. Try again in a few seconds.");
