using System.Globalization;

namespace BlazorTravel.Web.Embedded;

/// <summary>A folder with PostgreSQL's server programs, and their major version.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    private static readonly string _suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>The full path of one program, such as <c>initdb</c>.</summary>
    public string Tool(string name) => Path.Combine(Folder, name + _suffix);

    /// <summary>Folders worth a look on this system: PATH first, then where packages put them, newest first.</summary>
    public static IEnumerable<string> UsualFolders()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var programFiles = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        return
        [
            .. onPath,
            .. Versions("/usr/lib/postgresql", "*", "bin"), // Debian, Ubuntu
            .. Versions("/usr", "pgsql-*", "bin"), // Fedora and Red Hat, from PostgreSQL's own repository
            .. Versions("/usr/libexec", "postgresql*", ""), // Alpine
            .. Versions("/opt/homebrew/opt", "postgresql*", "bin"),
            .. Versions("/usr/local/opt", "postgresql*", "bin"),
            .. Versions("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
            .. Versions("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
            .. Versions(programFiles.Length > 0 ? Path.Combine(programFiles, "PostgreSQL") : "", "*", "bin"),
        ];
    }

    /// <summary>Every usable set of programs in the folders, in their order, without repetition.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(IEnumerable<string> folders)
    {
        var found = new List<PostgresBinaries>();
        var seen = new HashSet<string>();
        foreach (var folder in folders)
        {
            var server = Path.Combine(folder, "postgres" + _suffix);
            if (!File.Exists(server) || !File.Exists(Path.Combine(folder, "initdb" + _suffix)))
            {
                continue;
            }

            // Links in PATH lead to the real folder, where pg_ctl and the rest surely are.
            var real = Path.GetDirectoryName(new FileInfo(server).ResolveLinkTarget(true)?.FullName ?? server)!;
            if (
                seen.Add(real)
                && File.Exists(Path.Combine(real, "initdb" + _suffix))
                && File.Exists(Path.Combine(real, "pg_ctl" + _suffix))
                && await MajorAsync(Path.Combine(real, "postgres" + _suffix)) is { } major
            )
            {
                found.Add(new PostgresBinaries(real, major));
            }
        }

        return found;
    }

    private static async Task<int?> MajorAsync(string server)
    {
        try
        {
            // "postgres (PostgreSQL) 17.2 (Debian 17.2-1)"
            var run = await ToolRun.RunAsync([server, "--version"], Path.GetTempPath());
            var version = run.Output.Split(' ').SkipWhile(word => word != "(PostgreSQL)").Skip(1).FirstOrDefault("");
            var digits = string.Concat(version.TakeWhile(char.IsAsciiDigit));
            return run.ExitCode == 0 && int.TryParse(digits, CultureInfo.InvariantCulture, out var major)
                ? major
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Versions(string parent, string pattern, string bin) =>
        Directory.Exists(parent)
            ? Directory
                .EnumerateDirectories(parent, pattern)
                .OrderByDescending(VersionIn)
                .Select(folder => Path.Combine(folder, bin))
            : [];

    private static double VersionIn(string folder) =>
        double.TryParse(
            string.Concat(Path.GetFileName(folder).Where(c => char.IsAsciiDigit(c) || c == '.')),
            CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : 0;
}
