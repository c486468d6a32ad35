using System.Globalization;

namespace BlazorTravel.Web.Embedded;

/// <summary>
/// The unprivileged account PostgreSQL runs under when the app runs as root, which PostgreSQL itself refuses to do.
/// </summary>
internal sealed record UnixAccount(uint User, uint Group)
{
    /// <summary>The owner of an existing cluster, else <c>postgres</c>, else <c>nobody</c>; null when not root.</summary>
    /// <param name="clusterFolder">The cluster's folder, which need not exist yet.</param>
    public static async Task<UnixAccount?> ForServerAsync(string clusterFolder)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new EmbeddedSetupException(
                "PostgreSQL refuses to run as root. Start the app as an ordinary user, or set ConnectionStrings__Main."
            );
        }

        if (Directory.Exists(clusterFolder) && await OwnerOfAsync(clusterFolder) is { User: not 0 } owner)
        {
            return owner;
        }

        var accounts = (await File.ReadAllLinesAsync("/etc/passwd")).Select(line => line.Split(':')).ToList();
        var account =
            accounts.Find(fields => fields[0] == "postgres")
            ?? accounts.Find(fields => fields[0] == "nobody")
            ?? throw new EmbeddedSetupException(
                "PostgreSQL refuses to run as root and there is no user postgres. Start the app as an ordinary user."
            );
        return new UnixAccount(
            uint.Parse(account[2], CultureInfo.InvariantCulture),
            uint.Parse(account[3], CultureInfo.InvariantCulture)
        );
    }

    /// <summary>Who owns the file or folder.</summary>
    public static async Task<UnixAccount?> OwnerOfAsync(string path)
    {
        var run = await ToolRun.RunAsync(["stat", "-c", "%u %g", path], "/");
        var ids = run.Output.Split(' ');
        return
            run.ExitCode == 0
            && ids.Length == 2
            && uint.TryParse(ids[0], CultureInfo.InvariantCulture, out var user)
            && uint.TryParse(ids[1], CultureInfo.InvariantCulture, out var group)
            ? new UnixAccount(user, group)
            : null;
    }

    /// <summary>The same command, run under this account.</summary>
    public IReadOnlyList<string> Wrap(IReadOnlyList<string> command) =>
        ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--", .. command];

    /// <summary>Whether the account can reach the folder through all of its parents.</summary>
    public async Task<bool> CanEnterAsync(string folder) =>
        (await ToolRun.RunAsync(Wrap(["sh", "-c", "cd \"$1\"", "sh", folder]), "/")).ExitCode == 0;

    /// <summary>Hands the folder or file to the account.</summary>
    public async Task OwnAsync(string path)
    {
        var run = await ToolRun.RunAsync(["chown", $"{User}:{Group}", path], "/");
        if (run.ExitCode != 0)
        {
            throw new EmbeddedSetupException($"{path} could not be handed to user {User}: {run.Output}");
        }
    }
}
