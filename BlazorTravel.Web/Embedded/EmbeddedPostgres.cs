using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace BlazorTravel.Web.Embedded;

/// <summary>
/// A private PostgreSQL server, run from the programs on this machine on a folder of its own: made on the first start,
/// kept between runs, reachable only from this machine and only with its password.
/// </summary>
/// <remarks>
/// The folder holds <c>data/</c> (the cluster), <c>run/</c> (socket and log), <c>server.conf</c>, <c>hba.conf</c>,
/// <c>password</c> (mode 0600) and <c>port</c>. A server that a killed app left running is taken over.
/// </remarks>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    private const string Superuser = "blazortravel";
    private const int StartAttempts = 5;

    private readonly ILogger _logger;
    private readonly FolderLock _lock;
    private readonly PostgresBinaries _binaries;
    private readonly UnixAccount? _account;
    private readonly string _home;
    private readonly string _password;
    private string? _socketFolder;
    private int _stopped;

    private EmbeddedPostgres(
        ILogger logger,
        FolderLock folderLock,
        PostgresBinaries binaries,
        UnixAccount? account,
        string home,
        string password
    )
    {
        _logger = logger;
        _lock = folderLock;
        _binaries = binaries;
        _account = account;
        _home = home;
        _password = password;
    }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>The folder with the server's programs (<c>psql</c>, <c>pg_dump</c> and the like).</summary>
    public string BinDirectory => _binaries.Folder;

    /// <summary>The process number of the running server, or null when it is down.</summary>
    public int? ProcessId =>
        PostmasterPid.Read(Cluster) is { } noted && noted.IsServing(Cluster) ? noted.Process : null;

    private string Cluster => Path.Combine(_home, "data");

    private string RunFolder => Path.Combine(_home, "run");

    /// <summary>What Npgsql takes to reach the named database of this server as its superuser.</summary>
    public string ConnectionString(string database) => Connection(database, _socketFolder, Port);

    /// <summary>Starts the server, or takes over the one that a killed app left on this folder.</summary>
    /// <exception cref="EmbeddedSetupException">It cannot start; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options,
        ILogger logger,
        CancellationToken cancellationToken = default
    )
    {
        var folder = RealPath(options.DataDirectory);
        try
        {
            var installed = await FindProgramsAsync(options, logger);
            cancellationToken.ThrowIfCancellationRequested();
            var (home, account) = await PrepareHomeAsync(folder, logger);
            var folderLock = await FolderLock.AcquireAsync(home, options.Patience, cancellationToken);
            EmbeddedPostgres? server = null;
            try
            {
                var cluster = Path.Combine(home, "data");
                var passwordFile = Path.Combine(home, "password");
                if (Directory.Exists(cluster) && !File.Exists(passwordFile))
                {
                    throw new EmbeddedSetupException(
                        $"The password of the PostgreSQL data in {cluster} is gone: {passwordFile} is missing. "
                            + $"Put it back, or remove {home} to start with empty databases."
                    );
                }

                var password = await PrivateFile.ReadOrCreateSecretAsync(passwordFile, cancellationToken);
                var binaries = Matching(installed, cluster);
                server = new EmbeddedPostgres(logger, folderLock, binaries, account, home, password);
                await server.BringUpAsync(options, cancellationToken);
                return server;
            }
            catch
            {
                if (server is not null)
                {
                    await server.StopAsync();
                }

                folderLock.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw PrivateFolder.BelongsToSomeoneElse(folder, e);
        }
    }

    /// <summary>Makes the database unless it is there.</summary>
    public async Task EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(Unpooled(ConnectionString("postgres")));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection);
        exists.Parameters.Add(new NpgsqlParameter { Value = name });
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(name);
#pragma warning disable CA2100 // CREATE DATABASE takes no parameters; the name is quoted.
            await using var create = new NpgsqlCommand($"CREATE DATABASE {quoted}", connection);
#pragma warning restore CA2100
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Stops the server: open transactions are rolled back, what is committed is on disk, no process stays behind.
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        try
        {
            if (ProcessId is { } process)
            {
                var clock = Stopwatch.GetTimestamp();
                var run = await RunToolAsync("pg_ctl", ["stop", "-D", Cluster, "-m", "fast", "-w", "-t", "20"]);
                if (run.ExitCode != 0 && ProcessId is not null)
                {
                    LogStopsHard(_logger, run.Output);
                    await RunToolAsync("pg_ctl", ["stop", "-D", Cluster, "-m", "immediate", "-w", "-t", "10"]);
                }

                LogStopped(_logger, process, (int)Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <inheritdoc cref="StopAsync" />
    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<IReadOnlyList<PostgresBinaries>> FindProgramsAsync(
        EmbeddedPostgresOptions options,
        ILogger logger
    )
    {
        var osRelease = PostgresInstallation.OsRelease();
        if (options.BinDirectory is { Length: > 0 } named)
        {
            var there = await PostgresBinaries.FindAsync([named]);
            return there.Count > 0
                ? there
                : throw new EmbeddedSetupException(
                    $"Embedded:PostgresBin names {named}, but initdb, pg_ctl and postgres are not all there. "
                        + "Correct it, or leave it out to have the usual places searched."
                );
        }

        var found = await PostgresBinaries.FindAsync(options.SearchFolders);
        if (
            found.Count == 0
            && options.InstallWhenMissing
            && PostgresInstallation.CanInstall(osRelease)
            && await PostgresInstallation.InstallAsync(logger)
        )
        {
            found = await PostgresBinaries.FindAsync(PostgresBinaries.UsualFolders());
        }

        return found.Count > 0
            ? found
            : throw new EmbeddedSetupException(
                "There is no PostgreSQL on this machine. Install it with this command, then start again:"
                    + $"{Environment.NewLine}{Environment.NewLine}    {PostgresInstallation.Command(osRelease)}"
                    + $"{Environment.NewLine}{Environment.NewLine}"
                    + "(Or set ConnectionStrings__Main to a server elsewhere, or Embedded__PostgresBin to its programs.)"
            );
    }

    /// <summary>A cluster opens only with the major version that made it; a new one takes the first found.</summary>
    private static PostgresBinaries Matching(IReadOnlyList<PostgresBinaries> installed, string cluster)
    {
        var versionFile = Path.Combine(cluster, "PG_VERSION");
        if (!File.Exists(versionFile))
        {
            return installed[0];
        }

        var major = int.Parse(File.ReadAllText(versionFile).Trim(), CultureInfo.InvariantCulture);
        return installed.FirstOrDefault(binaries => binaries.Major == major)
            ?? throw new EmbeddedSetupException(
                $"The data in {cluster} was made by PostgreSQL {major}, but this machine has "
                    + $"{string.Join(", ", installed.Select(binaries => binaries.Major))}. Install {major}:"
                    + $"{Environment.NewLine}{Environment.NewLine}"
                    + $"    {PostgresInstallation.Command(PostgresInstallation.OsRelease(), major)}"
                    + $"{Environment.NewLine}{Environment.NewLine}(Or move the folder away to start with empty databases.)"
            );
    }

    /// <summary>
    /// Makes the folder. As root the server runs under another account, which must be able to walk to it; where it
    /// cannot (a home folder closed to others), a folder under /var/tmp with a name made from the wanted one serves.
    /// </summary>
    private static async Task<(string Home, UnixAccount? Account)> PrepareHomeAsync(string folder, ILogger logger)
    {
        var account = await UnixAccount.ForServerAsync(Path.Combine(folder, "data"));
        if (account is null)
        {
            PrivateFolder.Create(folder);
            return (folder, null);
        }

        PrivateFolder.Create(folder, PrivateFolder.OthersMayEnter);
        if (await account.CanEnterAsync(folder))
        {
            return (folder, account);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        var elsewhere = $"/var/tmp/blazortravel-{name}";
        LogElsewhere(logger, folder, account.User, elsewhere);
        PrivateFolder.Create(elsewhere, PrivateFolder.OthersMayEnter);
        if (
            new DirectoryInfo(elsewhere).LinkTarget is not null
            || await UnixAccount.OwnerOfAsync(elsewhere) is not { User: 0 }
        )
        {
            throw new EmbeddedSetupException(
                $"{elsewhere} belongs to someone else. Choose a folder others may enter: DataDirectory=/var/lib/blazortravel"
            );
        }

        return (elsewhere, await UnixAccount.ForServerAsync(Path.Combine(elsewhere, "data")));
    }

    private async Task BringUpAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.GetTimestamp();
        if (!Directory.Exists(Cluster))
        {
            await InitializeAsync(cancellationToken);
        }

        await SettleNoteAsync(cancellationToken);
        var takenOver = await TakeOverAsync(cancellationToken);
        if (!takenOver)
        {
            await LaunchAsync(options, cancellationToken);
        }

        await PrivateFile.ReplaceAsync(
            Path.Combine(_home, "port"),
            Port.ToString(CultureInfo.InvariantCulture),
            cancellationToken
        );
        var elapsed = (int)Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        if (takenOver)
        {
            LogTakenOver(_logger, _binaries.Major, ProcessId, Port, Cluster, elapsed);
        }
        else
        {
            LogStarted(_logger, _binaries.Major, ProcessId, Port, Cluster, elapsed);
        }
    }

    /// <summary>Makes the cluster beside its place and renames it, so that a half-made one is never taken for whole.</summary>
    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        foreach (var abandoned in Directory.EnumerateDirectories(_home, "data.new-*"))
        {
            Directory.Delete(abandoned, recursive: true);
        }

        var fresh = Path.Combine(_home, $"data.new-{Guid.NewGuid():N}");
        var passwordFile = Path.Combine(_home, $"password.new-{Guid.NewGuid():N}");
        PrivateFolder.Create(fresh);
        await PrivateFile.ReplaceAsync(passwordFile, _password, cancellationToken);
        try
        {
            if (_account is not null)
            {
                await _account.OwnAsync(fresh);
                await _account.OwnAsync(passwordFile);
            }

            string[] arguments =
            [
                "-D",
                fresh,
                "-U",
                Superuser,
                "-E",
                "UTF8",
                "--auth=scram-sha-256",
                $"--pwfile={passwordFile}",
            ];
            // Letters beyond ASCII need a locale that knows them; sorting by code point needs no reindexing, ever.
            string[] locale = OperatingSystem.IsWindows()
                ? []
                : ["--lc-collate=C", $"--lc-ctype={(OperatingSystem.IsMacOS() ? "UTF-8" : "C.UTF-8")}"];
            var run = await RunToolAsync("initdb", [.. arguments, .. locale]);
            if (run.ExitCode != 0 && run.Output.Contains("invalid locale", StringComparison.Ordinal))
            {
                run = await RunToolAsync("initdb", arguments);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (run.ExitCode != 0)
            {
                throw new EmbeddedSetupException($"PostgreSQL could not make its data folder {fresh}:\n{run.Output}");
            }

            Directory.Move(fresh, Cluster);
        }
        finally
        {
            File.Delete(passwordFile);
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }
    }

    /// <summary>Disarms what a killed server noted about itself, and waits for a note that is just being written.</summary>
    private async Task SettleNoteAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Cluster, "postmaster.pid");
        for (var waited = 0; File.Exists(path) && PostmasterPid.Read(Cluster) is null; waited++)
        {
            if (waited == 20)
            {
                // Cut short by a full disk or a power cut. PostgreSQL also guards the folder by its shared memory.
                File.Delete(path);
                return;
            }

            await Task.Delay(100, cancellationToken);
        }

        if (PostmasterPid.Read(Cluster) is { } noted && !noted.IsServing(Cluster))
        {
            LogStaleNote(_logger, noted.Process);
            await PostmasterPid.RetireAsync(Cluster, cancellationToken);
        }
    }

    /// <summary>Connects to a server that already runs on this folder; false when there is none.</summary>
    private async Task<bool> TakeOverAsync(CancellationToken cancellationToken)
    {
        if (PostmasterPid.Read(Cluster) is not { } noted || !noted.IsServing(Cluster))
        {
            return false;
        }

        Port = noted.Port;
        _socketFolder = noted.SocketFolder.Length > 0 ? noted.SocketFolder : null;
        // It may still be coming up: a killed app's server, or one that recovers after a crash.
        var deadline = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await VerifyAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException e) when (IsNotReadyYet(e))
            {
                if (!noted.IsServing(Cluster))
                {
                    return false;
                }

                if (Stopwatch.GetElapsedTime(deadline) > TimeSpan.FromSeconds(60))
                {
                    throw Failed($"PostgreSQL, process {noted.Process}, runs on {Cluster} but does not answer", e);
                }

                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private async Task LaunchAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(RunFolder);
        if (_account is not null)
        {
            await _account.OwnAsync(RunFolder);
        }

        var log = Path.Combine(RunFolder, "server.log");
        if (File.Exists(log) && new FileInfo(log).Length > 10_000_000)
        {
            File.Move(log, log + ".1", overwrite: true);
        }

        _socketFolder = SocketFolder();
        Port = KeptPort();
        for (var attempt = 1; ; attempt++)
        {
            await WriteSettingsAsync(options, cancellationToken);
            var logStart = File.Exists(log) ? new FileInfo(log).Length : 0;
            // The file's name needs no quoting on any system because it is relative to where pg_ctl runs.
            var run = await RunToolAsync(
                "pg_ctl",
                ["start", "-D", Cluster, "-l", log, "-w", "-t", "120", "-o", "-c config_file=server.conf"],
                captured: !OperatingSystem.IsWindows()
            );
            if (run.ExitCode == 0)
            {
                break;
            }

            var said = ReadFrom(log, logStart);
            cancellationToken.ThrowIfCancellationRequested();
            if (attempt == StartAttempts)
            {
                throw Failed("PostgreSQL did not start", null, $"{run.Output}\n{said}".Trim());
            }

            if (said.Contains("pre-existing shared memory block", StringComparison.Ordinal))
            {
                // Children of a killed server are just noticing that it is gone.
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
            else if (said.Contains("could not bind", StringComparison.Ordinal))
            {
                Port = LoopbackPort.Find();
            }
            else
            {
                throw Failed("PostgreSQL did not start", null, $"{run.Output}\n{said}".Trim());
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        await VerifyAsync(cancellationToken);
    }

    /// <summary>Asks the server that answers whether it is the one on this folder.</summary>
    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled(ConnectionString("postgres")));
            await connection.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand("SHOW data_directory", connection);
            var answer = (string?)await ask.ExecuteScalarAsync(cancellationToken) ?? "";
            if (Path.GetFullPath(answer) != Cluster)
            {
                throw new EmbeddedSetupException(
                    $"Port {Port} is answered by the PostgreSQL on {answer}, not by the one on {Cluster}."
                );
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw Failed($"PostgreSQL on {Cluster} does not take the password in {Path.Combine(_home, "password")}", e);
        }
    }

    private async Task WriteSettingsAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["hba_file"] = Path.Combine(_home, "hba.conf"),
            ["password_encryption"] = "scram-sha-256",
            ["max_connections"] = "200",
            ["jit"] = "off",
            // It visits every database in turn; with an agency per database the default minute would never rest.
            ["autovacuum_naptime"] = "10min",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["lc_messages"] = "C",
            ["log_checkpoints"] = "off",
            ["cluster_name"] = "blazortravel",
        };
        if (!OperatingSystem.IsWindows())
        {
            settings["unix_socket_directories"] = _socketFolder ?? "";
            settings["unix_socket_permissions"] = "0700";
        }

        if (OperatingSystem.IsLinux() && _binaries.Major >= 14)
        {
            // Recovery with 1,000 databases takes a second this way, not twenty.
            settings["recovery_init_sync_method"] = "syncfs";
        }

        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        var lines = new StringBuilder($"include {Quoted(Path.Combine(Cluster, "postgresql.conf"))}\n");
        foreach (var (name, value) in settings)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{name} = {Quoted(value)}\n");
        }

        var hba = new StringBuilder();
        if (!OperatingSystem.IsWindows())
        {
            hba.Append("local all all scram-sha-256\n");
        }

        hba.Append("host all all 127.0.0.1/32 scram-sha-256\nlocal replication all reject\n");
        await WriteForServerAsync("hba.conf", hba.ToString(), cancellationToken);
        await WriteForServerAsync("server.conf", lines.ToString(), cancellationToken);

        static string Quoted(string value) =>
            $"'{value.Replace('\\', '/').Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private Task WriteForServerAsync(string name, string content, CancellationToken cancellationToken) =>
        PrivateFile.ReplaceAsync(Path.Combine(_home, name), content, cancellationToken, PrivateFile.ReadByAll);

    /// <summary>The folder of the Unix socket, or null where there are none or its name would be too long.</summary>
    private string? SocketFolder()
    {
        const int longestSocketPath = 103; // 107 on Linux, 103 on macOS
        var longest = Encoding.UTF8.GetByteCount(Path.Combine(RunFolder, ".s.PGSQL.65535"));
        // A comma would make it two folders.
        return OperatingSystem.IsWindows() || longest > longestSocketPath || RunFolder.Contains(',') ? null : RunFolder;
    }

    private int KeptPort()
    {
        var file = Path.Combine(_home, "port");
        return
            File.Exists(file)
            && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var kept)
            && LoopbackPort.IsFree(kept)
            ? kept
            : LoopbackPort.Find();
    }

    private string Connection(string database, string? socketFolder, int port) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder ?? "127.0.0.1",
            Port = port,
            Username = Superuser,
            Password = _password,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 10 }.ConnectionString;

    private static bool IsNotReadyYet(NpgsqlException e) =>
        e is not PostgresException || e.SqlState == PostgresErrorCodes.CannotConnectNow;

    private Task<ToolRun> RunToolAsync(string tool, IReadOnlyList<string> arguments, bool captured = true)
    {
        IReadOnlyList<string> command = [_binaries.Tool(tool), .. arguments];
        return ToolRun.RunAsync(_account?.Wrap(command) ?? command, _home, captured);
    }

    private EmbeddedSetupException Failed(string what, Exception? cause, string details = "")
    {
        var log = Path.Combine(RunFolder, "server.log");
        var message = $"{what}. Its log is {log}.{(details.Length > 0 ? Environment.NewLine + details : "")}";
        return cause is null ? new EmbeddedSetupException(message) : new EmbeddedSetupException(message, cause);
    }

    private static string ReadFrom(string file, long start)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(Math.Min(start, stream.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The path without symbolic links on the way, as the server itself will name it.</summary>
    private static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(RealPath(parent), Path.GetFileName(full));
        var folder = new DirectoryInfo(here);
        return folder.Exists && folder.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? RealPath(target.FullName)
            : here;
    }

    [LoggerMessage(
        LogLevel.Information,
        "PostgreSQL {Major} started, process {Process}, port {Port}, data in {Folder} ({Elapsed} ms)"
    )]
    private static partial void LogStarted(
        ILogger logger,
        int major,
        int? process,
        int port,
        string folder,
        int elapsed
    );

    [LoggerMessage(
        LogLevel.Information,
        "PostgreSQL {Major}, left running by an app that was killed, is taken over: process {Process}, port {Port}, "
            + "data in {Folder} ({Elapsed} ms)"
    )]
    private static partial void LogTakenOver(
        ILogger logger,
        int major,
        int? process,
        int port,
        string folder,
        int elapsed
    );

    [LoggerMessage(LogLevel.Information, "PostgreSQL, process {Process}, stopped ({Elapsed} ms)")]
    private static partial void LogStopped(ILogger logger, int process, int elapsed);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL did not stop in time and is stopped hard: {Output}")]
    private static partial void LogStopsHard(ILogger logger, string output);

    [LoggerMessage(
        LogLevel.Information,
        "The PostgreSQL that ran as process {Process} was killed; it recovers what was committed"
    )]
    private static partial void LogStaleNote(ILogger logger, int process);

    [LoggerMessage(
        LogLevel.Warning,
        "User {User}, under whom PostgreSQL runs, may not enter {Folder}: the data goes to {Elsewhere} instead"
    )]
    private static partial void LogElsewhere(ILogger logger, string folder, uint user, string elsewhere);
}
