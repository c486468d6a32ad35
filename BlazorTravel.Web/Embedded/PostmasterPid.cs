using System.Globalization;

namespace BlazorTravel.Web.Embedded;

/// <summary>What a PostgreSQL server notes about itself in its data folder (<c>postmaster.pid</c>).</summary>
internal sealed record PostmasterPid(int Process, int Port, string SocketFolder)
{
    /// <summary>Reads the note; null when there is none or it is cut short.</summary>
    public static PostmasterPid? Read(string clusterFolder)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(clusterFolder, "postmaster.pid"));
            return
                lines.Length >= 5
                && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
                && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new PostmasterPid(process, port, lines[4].Trim())
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the noted process is a living server on this very folder.</summary>
    public bool IsServing(string clusterFolder)
    {
        if (!OperatingSystem.IsLinux())
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(Process);
                return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        try
        {
            // "1234 (postgres) S 1 …"; a zombie (Z) answers signals although nobody is there any more.
            var stat = File.ReadAllText($"/proc/{Process}/stat");
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
            var state = stat[stat.LastIndexOf(')') + 2];
            return name is "postgres" or "postmaster"
                && state is not ('Z' or 'X')
                && new DirectoryInfo($"/proc/{Process}/cwd").ResolveLinkTarget(false)?.FullName is { } folder
                && folder == clusterFolder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes a note that names a process which is not the server harmless. PostgreSQL refuses to start while the named
    /// process lives, whatever it is. Only the process number is replaced, by one no system gives out: the rest of the
    /// note lets PostgreSQL see for itself whether children of a killed server still hold its memory.
    /// </summary>
    public static async Task RetireAsync(string clusterFolder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(clusterFolder, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(path, cancellationToken);
        lines[0] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        await PrivateFile.ReplaceAsync(path, string.Join('\n', lines) + "\n", cancellationToken, PrivateFile.ReadByAll);
    }
}
