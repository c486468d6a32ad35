using System.Globalization;
using Garnet;
using StackExchange.Redis;

namespace BlazorTravel.Web.Embedded;

/// <summary>
/// A Redis-compatible server inside this process, on a free loopback port, for set-ups without a Redis.
/// </summary>
/// <remarks>
/// What it answered is on disk: a write is acknowledged after it reached the append-only file, so tokens and drafts
/// survive a restart and a killed process. At most 64 MB of records are kept; beyond that the oldest go first. Every
/// 32 MB of append-only file become a checkpoint, which bounds the disk space and the time to start. Streams and
/// keyspace notifications are not supported.
/// </remarks>
public sealed class EmbeddedGarnet : IAsyncDisposable
{
    private readonly FolderLock _lock;
    private readonly ILoggerFactory _loggerFactory;
    private GarnetServer? _server;

    private EmbeddedGarnet(FolderLock folderLock, ILoggerFactory loggerFactory, GarnetServer server, string connection)
    {
        _lock = folderLock;
        _loggerFactory = loggerFactory;
        _server = server;
        ConnectionString = connection;
    }

    /// <summary>What StackExchange.Redis takes: address and password.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts the server on what an earlier run left in the folder.</summary>
    /// <param name="dataDirectory">The folder that belongs to this server alone; made when missing.</param>
    /// <param name="configureLogging">Where Garnet's own warnings go.</param>
    /// <param name="patience">How long to wait for a predecessor that is just stopping; 10 seconds if null.</param>
    /// <param name="cancellationToken">Gives up before the server is started.</param>
    /// <exception cref="EmbeddedSetupException">The folder is in use or cannot be written.</exception>
    public static async Task<EmbeddedGarnet> StartAsync(
        string dataDirectory,
        Action<ILoggingBuilder>? configureLogging = null,
        TimeSpan? patience = null,
        CancellationToken cancellationToken = default
    )
    {
        var folder = Path.GetFullPath(dataDirectory);
        try
        {
            PrivateFolder.Create(folder);
            var folderLock = await FolderLock.AcquireAsync(
                folder,
                patience ?? TimeSpan.FromSeconds(10),
                cancellationToken
            );
            try
            {
                return await StartLockedAsync(folder, folderLock, configureLogging, cancellationToken);
            }
            catch
            {
                folderLock.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw PrivateFolder.BelongsToSomeoneElse(folder, e);
        }
    }

    private static async Task<EmbeddedGarnet> StartLockedAsync(
        string folder,
        FolderLock folderLock,
        Action<ILoggingBuilder>? configureLogging,
        CancellationToken cancellationToken
    )
    {
        var password = await PrivateFile.ReadOrCreateSecretAsync(Path.Combine(folder, "password"), cancellationToken);
        var loggerFactory = LoggerFactory.Create(logging =>
        {
            configureLogging?.Invoke(logging);
            // A rule, not a minimum: a configured default level would win over that.
            logging.AddFilter(level => level >= LogLevel.Warning);
            // It only tells that its own logging options give way to this factory.
            logging.AddFilter("ArgParser", LogLevel.Error);
        });

        const int attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Find();
            GarnetServer? server = null;
            try
            {
                server = new GarnetServer(Arguments(folder, port, password), loggerFactory);
                server.Start();
                var connection = new ConfigurationOptions
                {
                    EndPoints = { { "127.0.0.1", port } },
                    Password = password,
                    AbortOnConnectFail = false,
                };
                return new EmbeddedGarnet(
                    folderLock,
                    loggerFactory,
                    server,
                    connection.ToString(includePassword: true)
                );
            }
            catch (System.Net.Sockets.SocketException) when (attempt < attempts)
            {
                // Somebody took the port in the moment between finding and using it.
                server?.Dispose();
            }
            catch
            {
                server?.Dispose();
                loggerFactory.Dispose();
                throw;
            }
        }
    }

    private static string[] Arguments(string folder, int port, string password) =>
        [
            "--bind",
            "127.0.0.1",
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
            "--auth",
            "Password",
            "--password",
            password,
            "--memory",
            "64m",
            "--page",
            "1m",
            "--index",
            "1m",
            "--pubsub-pagesize",
            "4k",
            "--lua",
            "--aof",
            "--aof-memory",
            "8m",
            "--aof-page-size",
            "2m",
            "--aof-segment-size",
            "8m",
            "--aof-size-limit",
            "32m",
            "--aof-commit-wait",
            "--checkpointdir",
            folder,
            "--recover",
            // The default device on Linux needs libaio, which a bare machine lacks.
            "--device-type",
            "RandomAccess",
            "-q",
        ];

    /// <summary>Closes the connections and the files. Nothing needs saving: the append-only file has it already.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            server.Dispose();
            _loggerFactory.Dispose();
            _lock.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
