using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// The SMTP server's npm packages, installed once per lock file below <c>obj/</c>, so that the source tree stays clean.
/// </summary>
internal static class SmtpSinkPackage
{
    private static readonly string[] Files = ["package.json", "package-lock.json", "sink.mjs"];
    private static readonly Lazy<Task<string>> Folder = new(InstallAsync);

    /// <summary>The node that Playwright brings: newer than Debian's, and there on every machine that can build this.</summary>
    public static string Node
    {
        get
        {
            var platform = OperatingSystem.IsMacOS() ? "darwin" : "linux";
            var architecture =
                RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64
                    ? "arm64"
                    : "x64";
            return Path.Combine(AppContext.BaseDirectory, ".playwright", "node", $"{platform}-{architecture}", "node");
        }
    }

    /// <summary>The folder that holds <c>sink.mjs</c> and the packages it imports.</summary>
    public static Task<string> EnsureAsync() => Folder.Value;

    private static async Task<string> InstallAsync()
    {
        var source = Repository.PathTo("BlazorTravel.Tests", "Support", "Smtp");
        var content = new MemoryStream();
        foreach (var file in Files)
            await content.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(source, file)));
        var version = Convert.ToHexStringLower(SHA256.HashData(content.ToArray()))[..12];

        var parent = Repository.PathTo("BlazorTravel.Tests", "obj", "smtp-sink");
        var folder = Path.Combine(parent, version);
        if (Directory.Exists(folder))
            return folder;

        // Installed aside and then renamed, so that an interrupted installation is never taken for a finished one.
        var npm = await Prerequisites.EnsureAsync(Prerequisite.Npm);
        var incomplete = Path.Combine(parent, $"{version}.{Environment.ProcessId}");
        Directory.CreateDirectory(incomplete);
        foreach (var file in Files)
            File.Copy(Path.Combine(source, file), Path.Combine(incomplete, file), overwrite: true);
        var run = await ProgramRun.RunAsync(
            npm,
            ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
            incomplete,
            timeout: TimeSpan.FromMinutes(5)
        );
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"npm ci failed in {incomplete}:\n{run.Output}");

        try
        {
            Directory.Move(incomplete, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Repository.DeleteFolder(incomplete);
        }
        return folder;
    }
}
