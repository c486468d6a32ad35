using System.Diagnostics;

namespace BlazorTravel.Web.Embedded;

/// <summary>What a finished command line tool left: its exit code and all it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output)
{
    /// <summary>Runs a tool to its end, without a shell and with untranslated messages.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="workingDirectory">Where it runs.</param>
    /// <param name="captured">
    /// False where a server that the tool leaves behind would keep the pipes open, and with them the wait.
    /// </param>
    /// <param name="environment">Variables to add.</param>
    public static async Task<ToolRun> RunAsync(
        IReadOnlyList<string> command,
        string workingDirectory,
        bool captured = true,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = captured,
            RedirectStandardOutput = captured,
            RedirectStandardError = captured,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C";
        // A PostgreSQL environment of the person who starts the app must not steer a private cluster, and the app's own settings,
        // some of which are passwords, are none of a tool's business.
        foreach (
            var name in start.Environment.Keys.Where(name => IsPostgresSetting(name) || IsAppSetting(name)).ToList()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process =
            Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
        if (!captured)
        {
            await process.WaitForExitAsync();
            return new ToolRun(process.ExitCode, "");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ToolRun(process.ExitCode, (await output + await error).Trim());
    }

    private static bool IsPostgresSetting(string name) => name.StartsWith("PG", StringComparison.Ordinal);

    private static bool IsAppSetting(string name) =>
        name.Contains("__", StringComparison.Ordinal) || name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase);
}
