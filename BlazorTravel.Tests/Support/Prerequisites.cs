using System.Runtime.Versioning;

namespace BlazorTravel.Tests.Support;

/// <summary>A program the tests need, where it may lie, and the Debian packages that bring it.</summary>
public sealed record Prerequisite(string Name, IReadOnlyList<string> Programs, IReadOnlyList<string> Packages)
{
    public static readonly Prerequisite PostgreSql = new("PostgreSQL", ["postgres", "initdb"], ["postgresql"]);
    public static readonly Prerequisite Redis = new("Redis", ["redis-server"], ["redis-server"]);
    public static readonly Prerequisite Nginx = new("nginx", ["nginx"], ["nginx-light"]);
    public static readonly Prerequisite OpenSsl = new("OpenSSL", ["openssl"], ["openssl"]);
    public static readonly Prerequisite Npm = new("npm", ["npm"], ["nodejs", "npm"]);

    // Without fonts of its own a bare machine renders boxes.
    public static readonly Prerequisite Chromium = new(
        "Chromium",
        ["chromium", "chromium-browser", "google-chrome"],
        ["chromium", "fonts-liberation"]
    );

    /// <summary>The full path of the first of <see cref="Programs"/> found, or null.</summary>
    public string? Find() =>
        Programs
            .SelectMany(program => SearchPath().Select(folder => Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);

    private static IEnumerable<string> SearchPath()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        // Debian puts PostgreSQL's server programs on nobody's PATH, and nginx only on root's.
        IEnumerable<string> debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/usr/sbin", "/usr/local/bin"])
            .Concat(debian.OrderDescending(StringComparer.Ordinal));
    }
}

/// <summary>
/// Installs what a test asks for and the machine lacks: as root on Debian by itself, elsewhere the test fails with the
/// one command to type. Nothing is touched where everything is there.
/// </summary>
public static class Prerequisites
{
    private const string StartPolicy = "/usr/sbin/policy-rc.d";
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static bool _listsAreFresh;

    /// <summary>The program's full path, after installing it if need be.</summary>
    public static async Task<string> EnsureAsync(Prerequisite prerequisite)
    {
        if (prerequisite.Find() is { } found)
            return found;

        await Gate.WaitAsync();
        try
        {
            if (prerequisite.Find() is { } installedMeanwhile)
                return installedMeanwhile;
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
                throw new InvalidOperationException(Advice(prerequisite));

            await InstallAsync(prerequisite);
            return prerequisite.Find()
                ?? throw new InvalidOperationException(
                    $"{string.Join(' ', prerequisite.Packages)} was installed, but brought no {prerequisite.Programs[0]}."
                );
        }
        finally
        {
            Gate.Release();
        }
    }

    private static string Advice(Prerequisite prerequisite) =>
        $"{prerequisite.Name} is needed by this test and was not found. Install it: "
        + $"sudo apt-get install -y --no-install-recommends {string.Join(' ', prerequisite.Packages)}";

    [SupportedOSPlatform("linux")]
    private static async Task InstallAsync(Prerequisite prerequisite)
    {
        // Debian asks this script whether a package may start its service; 101 is "no". The tests start their own.
        var forbidsStarting = !File.Exists(StartPolicy);
        if (forbidsStarting)
        {
            await File.WriteAllTextAsync(StartPolicy, "#!/bin/sh\nexit 101\n");
            File.SetUnixFileMode(
                StartPolicy,
                UnixFileMode.UserRead
                    | UnixFileMode.UserWrite
                    | UnixFileMode.UserExecute
                    | UnixFileMode.GroupRead
                    | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherRead
                    | UnixFileMode.OtherExecute
            );
        }
        try
        {
            if (!_listsAreFresh)
                await AptGetAsync(prerequisite, ["update"]);
            _listsAreFresh = true;
            await AptGetAsync(prerequisite, ["install", "-y", "--no-install-recommends", .. prerequisite.Packages]);
        }
        finally
        {
            if (forbidsStarting)
                File.Delete(StartPolicy);
        }
    }

    private static async Task AptGetAsync(Prerequisite prerequisite, IEnumerable<string> arguments)
    {
        // Another test run may be installing as well: wait for dpkg's lock instead of failing on it.
        var run = await ProgramRun.RunAsync(
            "/usr/bin/apt-get",
            ["-q", "-o", "DPkg::Lock::Timeout=600", .. arguments],
            environment: new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" },
            timeout: TimeSpan.FromMinutes(15)
        );
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{Advice(prerequisite)}\nTrying that failed:\n{run.Output}");
    }
}

/// <summary>What a program that ran to its end said.</summary>
public sealed record ProgramRun(int ExitCode, string Output)
{
    public static async Task<ProgramRun> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? timeout = null
    )
    {
        await using var child = ChildProcess.Start(program, arguments, environment, workingDirectory);
        await child.WaitForExitAsync(timeout ?? TimeSpan.FromMinutes(2));
        return new ProgramRun(child.ExitCode, child.Output);
    }
}
