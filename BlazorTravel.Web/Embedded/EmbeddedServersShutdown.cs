using System.Globalization;
using System.Runtime.InteropServices;

namespace BlazorTravel.Web.Embedded;

/// <summary>
/// Stops the embedded servers when the app ends: as the last thing the container disposes, or, where the app ends
/// before or without its container, when the process exits, fails or is interrupted.
/// </summary>
internal sealed class EmbeddedServersShutdown : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly EmbeddedServers _servers;
    private readonly CancellationTokenSource _interrupted = new();
    private readonly List<PosixSignalRegistration> _signals;
    private PosixSignalRegistration? _hangUp;
    private IHostApplicationLifetime? _lifetime;
    private volatile bool _starting = true;

    public EmbeddedServersShutdown(EmbeddedServers servers)
    {
        _servers = servers;
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
        AppDomain.CurrentDomain.UnhandledException += StopAtExit;
        // Until the host listens itself, Ctrl+C would end the process and leave PostgreSQL behind.
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Cancelled when the person at the terminal gives up while the servers are starting.</summary>
    public CancellationToken Interrupted => _interrupted.Token;

    /// <summary>From now on an interruption stops running servers instead of giving up their start.</summary>
    public void StartUpIsOver() => _starting = false;

    /// <summary>Tells how to end the app once it runs.</summary>
    public EmbeddedServersShutdown With(IHostApplicationLifetime lifetime)
    {
        _lifetime = lifetime;
        return this;
    }

    /// <summary>The host listens to the signals from here on, except to a terminal window that is closed.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ForgetSignals();
        if (!OutlivesItsTerminal())
        {
            _hangUp = PosixSignalRegistration.Create(
                PosixSignal.SIGHUP,
                context =>
                {
                    context.Cancel = true;
                    _lifetime?.StopApplication();
                }
            );
        }

        return Task.CompletedTask;
    }

    /// <summary>Nothing yet: others may still need the servers while they stop or are disposed.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        ForgetSignals();
        _hangUp?.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        AppDomain.CurrentDomain.UnhandledException -= StopAtExit;
        await _servers.DisposeAsync();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void ForgetSignals()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_starting)
        {
            context.Cancel = true;
            _interrupted.Cancel();
        }
        else
        {
            _servers.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Whether it was started with nohup, or nobody can tell: then a closed terminal must not end it.</summary>
    private static bool OutlivesItsTerminal()
    {
        if (!OperatingSystem.IsLinux())
        {
            return !OperatingSystem.IsWindows();
        }

        const string ignored = "SigIgn:";
        const ulong hangUp = 1;
        var line = File.ReadLines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith(ignored, StringComparison.Ordinal));
        return line is null
            || !ulong.TryParse(
                line.AsSpan(ignored.Length).Trim(),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture,
                out var mask
            )
            || (mask & hangUp) != 0;
    }

    private void StopAtExit(object? sender, EventArgs e) => _servers.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
