using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using BlazorTravel.Web.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace BlazorTravel.Tests.Embedded;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Home => Path.Combine(_folder.Path, "postgres");

    private string Cluster => Path.Combine(Home, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_server_that_asks_for_its_password()
    {
        await using var server = await StartAsync(
            new()
            {
                DataDirectory = Home,
                Settings = new Dictionary<string, string> { ["max_connections"] = "37" },
            }
        );

        Assert.Equal("37", await AskAsync(server, "SHOW max_connections"));
        Assert.Equal("on", await AskAsync(server, "SHOW fsync"));
        Assert.Equal("off", await AskAsync(server, "SHOW jit"));
        Assert.Equal("127.0.0.1", await AskAsync(server, "SHOW listen_addresses"));
        Assert.Equal("ä", await AskAsync(server, "SELECT lower('Ä')"));

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres"))
        {
            Password = "guess",
            Pooling = false,
        };
        foreach (var host in new[] { wrong.Host!, "127.0.0.1" })
        {
            wrong.Host = host;
            await using var connection = new NpgsqlConnection(wrong.ConnectionString);
            var refused = await Assert.ThrowsAsync<PostgresException>(() =>
                connection.OpenAsync(TestContext.Current.CancellationToken)
            );
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(Home, "password"))
            );
        }
    }

    [Fact]
    public async Task A_stop_leaves_no_process_and_a_restart_keeps_data_and_port()
    {
        var first = await StartAsync();
        await first.EnsureDatabaseAsync("wander\"lust", TestContext.Current.CancellationToken);
        await first.EnsureDatabaseAsync("wander\"lust", TestContext.Current.CancellationToken);
        await AskAsync(first, "CREATE TABLE trips AS SELECT 'Lisbon' AS place", "wander\"lust");
        Assert.NotEmpty(ServersOn(Cluster));
        await first.StopAsync();
        await first.StopAsync();

        Assert.Null(first.ProcessId);
        Assert.Empty(ServersOn(Cluster));

        await using var second = await StartAsync();
        Assert.Equal("Lisbon", await AskAsync(second, "SELECT place FROM trips", "wander\"lust"));
        Assert.Equal(first.Port, second.Port);
        Assert.Equal(first.ConnectionString("x"), second.ConnectionString("x"));
    }

    [Fact]
    public async Task A_killed_server_starts_again_with_everything_that_was_committed()
    {
        var first = await StartAsync();
        await AskAsync(first, "CREATE TABLE bookings (id int)");
        await AskAsync(first, "INSERT INTO bookings SELECT generate_series(1, 1000)");
        var killed = Assert.NotNull(first.ProcessId);
        Kill(killed);
        await first.StopAsync();

        await using var second = await StartAsync();

        Assert.Equal("1000", await AskAsync(second, "SELECT count(*)::text FROM bookings"));
        Assert.NotEqual(killed, second.ProcessId);
    }

    [Fact]
    public async Task A_note_left_behind_that_names_another_living_process_or_a_zombie_does_not_prevent_the_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var first = await StartAsync();
        await AskAsync(first, "CREATE TABLE bookings AS SELECT 7 AS id");
        Kill(Assert.NotNull(first.ProcessId));
        await first.StopAsync();
        var note = Path.Combine(Cluster, "postmaster.pid");
        var left = await File.ReadAllLinesAsync(note, TestContext.Current.CancellationToken);
        // The child of a shell that became another program is never reaped: a zombie once it ends.
        var account = await UnixAccount.ForServerAsync(Cluster);
        string[] command = ["sh", "-c", "sleep 0 & echo $!; exec sleep 60"];
        using var other = Process.Start(
            new ProcessStartInfo(account?.Wrap(command)[0] ?? command[0], (account?.Wrap(command) ?? command).Skip(1))
            {
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            var zombie = (await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
            foreach (var named in new[] { other.Id.ToString(CultureInfo.InvariantCulture), zombie })
            {
                left[0] = named;
                await File.WriteAllLinesAsync(note, left, TestContext.Current.CancellationToken);

                await using var again = await StartAsync();

                Assert.Equal("7", await AskAsync(again, "SELECT id::text FROM bookings"));
            }
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task A_server_left_running_by_a_killed_app_is_taken_over_and_stopped_in_the_end()
    {
        var first = await StartAsync();
        var binaries = first.BinDirectory;
        await first.StopAsync();
        var account = await UnixAccount.ForServerAsync(Cluster);
        string[] command =
        [
            Path.Combine(binaries, "pg_ctl"),
            "start",
            "-D",
            Cluster,
            "-l",
            Path.Combine(Home, "run", "server.log"),
            "-w",
            "-o",
            "-c config_file=server.conf",
        ];
        var left = await ToolRun.RunAsync(account?.Wrap(command) ?? command, Home);
        Assert.Equal(0, left.ExitCode);
        var running = PostmasterPid.Read(Cluster)!.Process;

        var second = await StartAsync();
        Assert.Equal(running, second.ProcessId);
        Assert.Equal("1", await AskAsync(second, "SELECT '1'"));
        await second.StopAsync();

        Assert.Empty(ServersOn(Cluster));
    }

    [Fact]
    public async Task A_second_app_on_the_same_folder_is_told_which_process_uses_it()
    {
        await using var first = await StartAsync();

        var refused = await Assert.ThrowsAsync<EmbeddedSetupException>(() =>
            StartAsync(new() { DataDirectory = Home, Patience = TimeSpan.Zero })
        );

        Assert.Contains(
            $"already in use by process {Environment.ProcessId}",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("1", await AskAsync(first, "SELECT '1'"));
    }

    [Fact]
    public async Task A_half_made_cluster_is_thrown_away()
    {
        var abandoned = Directory.CreateDirectory(Path.Combine(Home, "data.new-0123"));
        await File.WriteAllTextAsync(
            Path.Combine(abandoned.FullName, "PG_VERSION"),
            "15",
            TestContext.Current.CancellationToken
        );

        await using var server = await StartAsync();

        Assert.False(abandoned.Exists && Directory.Exists(abandoned.FullName));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_the_server_account_may_not_enter_is_replaced_by_one_it_may()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root needs another account for the server."
        );
        var closed = Directory.CreateDirectory(
            Path.Combine(_folder.Path, "closed"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        var options = new EmbeddedPostgresOptions { DataDirectory = Path.Combine(closed.FullName, "postgres") };

        string answered;
        await using (var server = await StartAsync(options))
        {
            answered = await AskAsync(server, "SHOW data_directory");
        }

        try
        {
            Assert.StartsWith("/var/tmp/blazortravel-", answered, StringComparison.Ordinal);
            await using var again = await StartAsync(options);
            Assert.Equal(answered, await AskAsync(again, "SHOW data_directory"));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(answered)!, recursive: true);
        }
    }

    [Fact]
    public async Task Without_programs_the_message_names_the_one_command_that_installs_them()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedSetupException>(() =>
            StartAsync(
                new()
                {
                    DataDirectory = Home,
                    SearchFolders = [],
                    InstallWhenMissing = false,
                }
            )
        );

        Assert.Contains("There is no PostgreSQL on this machine", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            PostgresInstallation.Command(PostgresInstallation.OsRelease()),
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Programs_of_another_major_version_than_the_data_are_refused_with_both_named()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "8\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Home, "password"), "secret", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<EmbeddedSetupException>(() => StartAsync());

        Assert.Contains("was made by PostgreSQL 8", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ID=debian\nVERSION_ID=\"12\"", "apt-get install -y postgresql")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "apt-get install -y postgresql")]
    [InlineData("NAME=Fedora\nID=fedora", "dnf install -y postgresql-server")]
    [InlineData("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "dnf install -y postgresql-server")]
    [InlineData("ID=alpine", "apk add postgresql17")]
    public void Each_system_has_its_command(string osRelease, string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The systems told apart by this file are Linux ones.");
        Assert.EndsWith(command, PostgresInstallation.Command(osRelease), StringComparison.Ordinal);
    }

    private Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions? options = null) =>
        EmbeddedPostgres.StartAsync(
            options ?? new() { DataDirectory = Home },
            NullLogger.Instance,
            TestContext.Current.CancellationToken
        );

    private static async Task<string> AskAsync(EmbeddedPostgres server, string sql, string database = "postgres")
    {
        var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests write their SQL themselves.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string ?? "";
    }

    private static void Kill(int process)
    {
        using var server = Process.GetProcessById(process);
        server.Kill();
        server.WaitForExit();
    }

    private static List<int> ServersOn(string cluster) =>
        [
            .. Process
                .GetProcessesByName("postgres")
                .Where(process => new DirectoryInfo($"/proc/{process.Id}/cwd").LinkTarget == cluster)
                .Select(process => process.Id),
        ];
}
