using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Sessions;

/// <summary>
/// What a server asks Redis and PostgreSQL, in the order in which it happens: Redis' own MONITOR, and the statements that
/// Npgsql reports. Both are stamped by this machine's one clock.
/// </summary>
internal sealed partial class Timeline : IAsyncDisposable
{
    private readonly ConcurrentQueue<Step> steps = new();
    private readonly ActivityListener listener;
    private readonly TcpClient monitor = new();
    private readonly Task reading;

    private Timeline(IReadOnlyDictionary<string, string> databases, StreamReader answers)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var database = activity.GetTagItem("db.namespace") ?? activity.GetTagItem("db.name");
                var sql = activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement");
                // The scheduler's own tables are no step of anything.
                if (
                    database is string name
                    && sql is string text
                    && databases.TryGetValue(name, out var where)
                    && !text.Contains("QRTZ_", StringComparison.Ordinal)
                )
                {
                    steps.Enqueue(new Step(activity.StartTimeUtc, where, Spaces().Replace(text, " ")));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        reading = ReadAsync(answers);
    }

    /// <param name="databases">The databases to watch, and what to call them.</param>
    public static async Task<Timeline> StartAsync(RealRedis redis, IReadOnlyDictionary<string, string> databases)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", redis.Port);
        var stream = client.GetStream();
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        var reader = new StreamReader(stream);
        Assert.Equal("+OK", await reader.ReadLineAsync());
        return new Timeline(databases, reader) { Client = client };
    }

    private TcpClient Client { get; init; } = null!;

    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<Step> Steps => [.. steps.OrderBy(step => step.At)];

    /// <summary>Forgets what was, to look at what comes next.</summary>
    public void Clear() => steps.Clear();

    /// <summary>Waits until these steps have happened in this order, whatever was between; fails with what did happen.</summary>
    /// <param name="expected">Where, and a pattern of what.</param>
    public async Task FollowAsync(params (string Where, string What)[] expected)
    {
        try
        {
            await SessionSteps.UntilAsync(() => Missing(expected) is null, 10);
        }
        catch (OperationCanceledException)
        {
            var missing = Missing(expected)!.Value;
            Assert.Fail($"Not seen in its place: {missing.Where}: {missing.What}\n{string.Join('\n', Steps)}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join('\n', expected.Select(step => $"{step.Where}: {step.What}"))
        );
    }

    /// <summary>Whether something has happened at all.</summary>
    public bool Has(string where, string what) =>
        Steps.Any(step => step.Where == where && Regex.IsMatch(step.What, what, RegexOptions.IgnoreCase));

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Client.Dispose();
        monitor.Dispose();
        await reading;
    }

    private (string Where, string What)? Missing((string Where, string What)[] expected)
    {
        var rest = new Queue<Step>(Steps);
        foreach (var wanted in expected)
        {
            var found = false;
            while (!found && rest.TryDequeue(out var step))
            {
                found = step.Where == wanted.Where && Regex.IsMatch(step.What, wanted.What, RegexOptions.IgnoreCase);
            }
            if (!found)
            {
                return wanted;
            }
        }
        return null;
    }

    private async Task ReadAsync(StreamReader answers)
    {
        try
        {
            while (await answers.ReadLineAsync() is { } line)
            {
                if (Monitored().Match(line) is { Success: true } match)
                {
                    var seconds = decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
                    var at = DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
                    steps.Enqueue(
                        new Step(at, "redis", match.Groups[2].Value.Replace("\"", "", StringComparison.Ordinal))
                    );
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    [GeneratedRegex(@"^\+(\d+\.\d+) \[[^\]]*\] (.*)$")]
    private static partial Regex Monitored();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>One thing that happened.</summary>
    public sealed record Step(DateTime At, string Where, string What)
    {
        public override string ToString() => $"{At:HH:mm:ss.ffffff} {Where}: {What}";
    }
}
