using BlazorTravel.Web.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// The run's own PostgreSQL in a temporary folder. Databases are shared by nobody: each asker gets a new one. It gives
/// up durability for speed, which only a crash of the machine would show.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly EmbeddedPostgres _server;
    private readonly ChildProcess _guard;
    private readonly string _folder;
    private int _databases;

    private TestPostgres(EmbeddedPostgres server, ChildProcess guard, string folder)
    {
        _server = server;
        _guard = guard;
        _folder = folder;
    }

    public int Port => _server.Port;

    /// <summary>The folder with <c>psql</c>, <c>pg_dump</c> and the like.</summary>
    public string BinDirectory => _server.BinDirectory;

    /// <summary>
    /// Starts a server: the run has one for all, see <see cref="TestRun"/>; a test that makes databases by fixed names,
    /// uses up connections or breaks its server starts its own.
    /// </summary>
    public static async Task<TestPostgres> StartAsync()
    {
        await Prerequisites.EnsureAsync(Prerequisite.PostgreSql);
        // Not made here: as root the server runs as another user, and makes the folder so that this one may enter.
        var folder = Path.Combine(Path.GetTempPath(), $"blazortravel-postgres-{Path.GetRandomFileName()}");
        var guard = Guard(folder);
        try
        {
            var server = await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions
                {
                    DataDirectory = folder,
                    InstallWhenMissing = false,
                    Settings = new Dictionary<string, string>
                    {
                        ["fsync"] = "off",
                        ["synchronous_commit"] = "off",
                        ["full_page_writes"] = "off",
                        ["max_connections"] = "300",
                    },
                },
                NullLogger.Instance
            );
            return new TestPostgres(server, guard, folder);
        }
        catch
        {
            await DismissAsync(guard);
            Repository.DeleteFolder(folder);
            throw;
        }
    }

    /// <summary>What Npgsql takes to reach a database that need not exist yet.</summary>
    public string ConnectionString(string database) => _server.ConnectionString(database);

    /// <summary>A name that no database of this server has yet.</summary>
    /// <param name="purpose">Part of it, for whoever looks on: lower case letters, digits and underscores.</param>
    public string NewDatabaseName(string purpose = "test") => $"{purpose}_{Interlocked.Increment(ref _databases)}";

    /// <summary>Makes a new, empty database and gives its connection string.</summary>
    public Task<string> NewDatabaseAsync(string purpose = "test") => MakeDatabaseAsync(NewDatabaseName(purpose));

    /// <summary>Makes the database of this name, unless it is there, and gives its connection string.</summary>
    public async Task<string> MakeDatabaseAsync(string name)
    {
        await _server.EnsureDatabaseAsync(name);
        return ConnectionString(name);
    }

    /// <summary>Ends every connection to a database as an administrator would.</summary>
    public async Task DisconnectEveryoneAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = database });
        await command.ExecuteNonQueryAsync();
    }

    // A server lives on without its starter; should the test process be killed, this ends it and removes its folder.
    private static ChildProcess Guard(string folder) =>
        ChildProcess.Start(
            "/bin/sh",
            [
                "-c",
                """
                trap '' INT TERM HUP
                read -r _ && exit
                pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
                sleep 1
                rm -rf "$1"
                """,
                "sh",
                folder,
            ],
            readsInput: true
        );

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        await DismissAsync(_guard);
        Repository.DeleteFolder(_folder);
    }

    private static async Task DismissAsync(ChildProcess guard)
    {
        await guard.WriteLineAsync("stopped");
        await guard.WaitForExitAsync(TimeSpan.FromSeconds(10));
        await guard.DisposeAsync();
    }
}
