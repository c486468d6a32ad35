using System.Diagnostics;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// The built app as a process of its own, configured by environment variables as on a real server. It may be killed
/// without warning and started again on its port.
/// </summary>
public sealed class AppProcess : RunningApp
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyDictionary<string, string?> _environment;
    private ChildProcess? _process;

    private AppProcess(int port, string baseDomain, IReadOnlyDictionary<string, string?> environment)
        : base(port, baseDomain)
    {
        _environment = environment;
    }

    /// <summary>The app's process id.</summary>
    public int Id => Running.Id;

    public bool HasExited => Running.HasExited;

    public int ExitCode => Running.ExitCode;

    /// <summary>What the app printed since it was last started.</summary>
    public string Output => Running.Output;

    private ChildProcess Running => _process ?? throw new InvalidOperationException("The app was not started.");

    internal static async Task<AppProcess> StartAsync(AppBackends backends, AppOptions options)
    {
        var port = options.Port ?? FreePort.Next();
        var baseDomain = options.BaseDomain ?? $"localhost:{port}";
        var environment = backends
            .SettingsFor(options, baseDomain)
            .ToDictionary(
                setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
                setting => setting.Value
            );
        environment["ASPNETCORE_ENVIRONMENT"] = options.Environment;
        environment["DOTNET_ENVIRONMENT"] = null;
        environment["ASPNETCORE_URLS"] = $"http://localhost:{port}";

        var app = new AppProcess(port, baseDomain, environment);
        try
        {
            await app.StartAgainAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the same port with the same configuration, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is { HasExited: false })
            return;
        if (_process is { } ended)
            await ended.DisposeAsync();
        _process = ChildProcess.Start(
            "dotnet",
            [Assembly()],
            _environment,
            workingDirectory: Repository.PathTo("BlazorTravel.Web")
        );
        await WaitUntilItAnswersAsync(_process);
    }

    /// <summary>As <c>kill -9</c>: no circuit, job or connection ends in order.</summary>
    public Task KillAsync() => Running.KillAsync();

    /// <summary>Sends SIGTERM, as an orchestrator does, without waiting.</summary>
    public void AskToStop() => Running.Signal(PosixSignalName.Terminate);

    /// <summary>Sends SIGINT, as Ctrl+C does, without waiting.</summary>
    public void Interrupt() => Running.Signal(PosixSignalName.Interrupt);

    public Task WaitForExitAsync(TimeSpan? timeout = null) =>
        Running.WaitForExitAsync(timeout ?? TimeSpan.FromSeconds(30));

    public override async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
    }

    /// <summary>The app's own build output, of the same configuration as the tests'.</summary>
    private static string Assembly()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Repository.PathTo(
            "BlazorTravel.Web",
            "bin",
            framework.Parent!.Name,
            framework.Name,
            "BlazorTravel.Web.dll"
        );
    }

    private async Task WaitUntilItAnswersAsync(ChildProcess process)
    {
        using var client = NewClient();
        var started = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(started) < StartPatience)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        throw new InvalidOperationException($"The app does not answer on port {Port}.\n{process.Output}");
    }
}
