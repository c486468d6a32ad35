using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Deployment;

/// <summary>The configuration that <c>docker/local</c> writes, without anything being started.</summary>
public sealed class RenderedPicture : IAsyncLifetime
{
    /// <summary>The ports in it begin here; whoever starts something replaces them by free ones.</summary>
    public const int FirstPort = 20000;

    public string Folder { get; } = Repository.NewTemporaryFolder("picture");

    public string Authority => Path.Combine(Folder, "certificates", "site", "authority.pem");

    public async ValueTask InitializeAsync()
    {
        await Prerequisites.EnsureAsync(Prerequisite.OpenSsl);
        var run = await ProgramRun.RunAsync(
            "/bin/bash",
            [Repository.PathTo("docker", "local"), "render", "2"],
            environment: new Dictionary<string, string?>
            {
                ["LOCAL_DATA"] = Folder,
                ["LOCAL_PORTS"] = $"{FirstPort}",
                // Nothing of it runs as another account here.
                ["LOCAL_ACCOUNT"] = Environment.UserName,
            }
        );
        Assert.True(run.ExitCode == 0, run.Output);
    }

    public ValueTask DisposeAsync()
    {
        Repository.DeleteFolder(Folder);
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy of what nginx is started with.</summary>
    public string CopyOfNginx()
    {
        var copy = Repository.NewTemporaryFolder("nginx");
        var source = Path.Combine(Folder, "nginx");
        foreach (var folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(copy, Path.GetRelativePath(source, folder)));
        }
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(source, file)));
        }
        return copy;
    }
}
