namespace BlazorTravel.Web.Embedded;

/// <summary>How PostgreSQL gets onto this system.</summary>
internal static partial class PostgresInstallation
{
    /// <summary>The one command that installs the server programs on the described system.</summary>
    /// <param name="osRelease">The text of <c>/etc/os-release</c>; empty where there is none.</param>
    /// <param name="major">The major version needed, or null for whichever is current.</param>
    public static string Command(string osRelease, int? major = null)
    {
        if (OperatingSystem.IsWindows())
        {
            return $"winget install --exact --id PostgreSQL.PostgreSQL.{major ?? 17}";
        }

        if (OperatingSystem.IsMacOS())
        {
            return $"brew install postgresql@{major ?? 17}";
        }

        var families = Families(osRelease);
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo ";
        return families switch
        {
            _ when families.Contains("debian") || families.Contains("ubuntu") =>
                $"{sudo}apt-get install -y postgresql{(major is { } version ? $"-{version}" : "")}",
            _ when families.Contains("fedora") || families.Contains("rhel") =>
                $"{sudo}dnf install -y postgresql-server",
            _ when families.Contains("alpine") => $"{sudo}apk add postgresql{major ?? 17}",
            _ when families.Contains("arch") => $"{sudo}pacman -S --noconfirm postgresql",
            _ when families.Contains("suse") || families.Contains("opensuse") =>
                $"{sudo}zypper install -y postgresql-server",
            _ => "install the package named postgresql or postgresql-server with this system's package manager",
        };
    }

    /// <summary>The text of <c>/etc/os-release</c>, or nothing.</summary>
    public static string OsRelease() => File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "";

    /// <summary>Whether the app may install by itself: root on Debian or one of its children.</summary>
    public static bool CanInstall(string osRelease) =>
        OperatingSystem.IsLinux()
        && Environment.IsPrivilegedProcess
        && Families(osRelease).Overlaps(["debian", "ubuntu"])
        && File.Exists("/usr/bin/apt-get");

    /// <summary>Installs with apt-get, without the cluster that Debian would start at once.</summary>
    public static async Task<bool> InstallAsync(ILogger logger)
    {
        LogInstalling(logger);
        const string folder = "/etc/postgresql-common/createcluster.d";
        var noCluster = Path.Combine(folder, "blazortravel.conf");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(noCluster, "create_main_cluster = false\n");
        try
        {
            string[] install = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"];
            var quiet = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
            var run = await ToolRun.RunAsync(install, "/", environment: quiet);
            if (run.ExitCode != 0)
            {
                // A machine fresh from an image has no package lists yet.
                await ToolRun.RunAsync(["apt-get", "update"], "/", environment: quiet);
                run = await ToolRun.RunAsync(install, "/", environment: quiet);
            }

            if (run.ExitCode != 0)
            {
                LogNotInstalled(logger, run.Output);
            }

            return run.ExitCode == 0;
        }
        finally
        {
            File.Delete(noCluster);
        }
    }

    private static HashSet<string> Families(string osRelease) =>
        [
            .. osRelease
                .Split('\n')
                .Where(line =>
                    line.StartsWith("ID=", StringComparison.Ordinal)
                    || line.StartsWith("ID_LIKE=", StringComparison.Ordinal)
                )
                .SelectMany(line =>
                    line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"', '\r').Split(' ')
                ),
        ];

    [LoggerMessage(
        LogLevel.Information,
        "No PostgreSQL on this machine: installing it with apt-get install -y postgresql (no system cluster is started)"
    )]
    private static partial void LogInstalling(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "apt-get could not install PostgreSQL: {Output}")]
    private static partial void LogNotInstalled(ILogger logger, string output);
}
