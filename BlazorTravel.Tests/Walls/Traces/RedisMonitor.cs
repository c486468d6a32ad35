using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace BlazorTravel.Tests.Walls.Traces;

/// <summary>Listens to every command that a real Redis is given: also keys that live for a moment only leave their names.</summary>
public sealed partial class RedisMonitor : IAsyncDisposable
{
    private static readonly string[] WithoutKeys =
    [
        "AUTH",
        "CLIENT",
        "CLUSTER",
        "COMMAND",
        "CONFIG",
        "ECHO",
        "EXEC",
        "HELLO",
        "INFO",
        "MONITOR",
        "MULTI",
        "PING",
        "SCRIPT",
        "SELECT",
        "SENTINEL",
        "UNSUBSCRIBE",
        "PUNSUBSCRIBE",
        "KEYS",
        "SCAN",
    ];
    private static readonly string[] WithChannels = ["PUBLISH", "SUBSCRIBE", "PSUBSCRIBE", "SPUBLISH", "SSUBSCRIBE"];
    private static readonly string[] WithManyKeys = ["DEL", "UNLINK", "EXISTS", "MGET", "TOUCH"];

    private readonly ConcurrentQueue<string> keys = new();
    private readonly ConcurrentQueue<string> channels = new();
    private readonly TcpClient client = new();
    private Task reading = Task.CompletedTask;

    public IReadOnlyList<string> Keys => [.. keys.Distinct()];

    public IReadOnlyList<string> Channels => [.. channels.Distinct()];

    public static async Task<RedisMonitor> StartAsync(int port)
    {
        var monitor = new RedisMonitor();
        await monitor.client.ConnectAsync("127.0.0.1", port);
        var stream = monitor.client.GetStream();
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        var reader = new StreamReader(stream, Encoding.Latin1);
        Assert.Equal("+OK", await reader.ReadLineAsync());
        monitor.reading = monitor.ReadAsync(reader);
        return monitor;
    }

    /// <summary>Waits until what was sent up to now has been heard.</summary>
    public async Task CatchUpAsync(int port)
    {
        var last = $"heard-{Guid.NewGuid():N}";
        using var other = new TcpClient();
        await other.ConnectAsync("127.0.0.1", port);
        await other.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {last}\r\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!keys.Contains(last))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await reading;
    }

    private async Task ReadAsync(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                Note([.. Word().Matches(line).Select(match => match.Groups[1].Value)]);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private void Note(string[] words)
    {
        if (words is not [var first, .. var rest] || rest is [])
        {
            return;
        }
        var command = first.ToUpperInvariant();
        if (WithoutKeys.Contains(command))
        {
            return;
        }
        if (WithChannels.Contains(command))
        {
            Add(channels, command.EndsWith("PUBLISH", StringComparison.Ordinal) ? rest[..1] : rest);
        }
        else if (command is "EVAL" or "EVALSHA")
        {
            Add(keys, rest[2..(2 + int.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture))]);
        }
        else
        {
            Add(keys, WithManyKeys.Contains(command) ? rest : rest[..1]);
        }
    }

    private static void Add(ConcurrentQueue<string> to, string[] names)
    {
        foreach (var name in names)
        {
            to.Enqueue(name);
        }
    }

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Word();
}
