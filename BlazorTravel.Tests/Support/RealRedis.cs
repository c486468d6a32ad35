using System.Net.Sockets;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// Debian's own <c>redis-server</c> on a free loopback port, for what only the real thing shows: failures, restarts,
/// behaviour that the embedded server might not share. What it holds survives a restart.
/// </summary>
public sealed class RealRedis : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _folder = Repository.NewTemporaryFolder("redis");
    private ChildProcess? _process;

    private RealRedis(string program) => _program = program;

    public int Port { get; } = FreePort.Next();

    /// <summary>For <c>ConnectionStrings:Redis</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},abortConnect=false";

    public static async Task<RealRedis> StartAsync()
    {
        var redis = new RealRedis(await Prerequisites.EnsureAsync(Prerequisite.Redis));
        try
        {
            await redis.StartAgainAsync();
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the same port with what it held when it was last running.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is { HasExited: false })
            return;
        if (_process is { } ended)
            await ended.DisposeAsync();
        _process = ChildProcess.Start(
            _program,
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--save", ""],
            workingDirectory: _folder
        );
        await WaitUntilItAnswersAsync(_process);
    }

    /// <summary>Stops it in order: what was acknowledged is on disk.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
            await process.StopAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>As <c>kill -9</c>: the last second of writes may be lost.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
            await process.KillAsync();
    }

    /// <summary>Stops and starts it; every connection breaks.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }

    // The port opens before the append-only file is loaded; only PONG says that it is ready.
    private async Task WaitUntilItAnswersAsync(ChildProcess process)
    {
        var answer = new byte[7];
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (process.HasExited)
                break;
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);
                var stream = client.GetStream();
                await stream.WriteAsync("PING\r\n"u8.ToArray());
                await stream.ReadExactlyAsync(answer);
                if (answer.AsSpan().SequenceEqual("+PONG\r\n"u8))
                    return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // Not there yet.
            }
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"redis-server does not answer on port {Port}.\n{process.Output}");
    }
}
