using BlazorTravel.Web.Data;
using BlazorTravel.Web.Live;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Looks after this server's open pages: finds those whose session has ended by itself, hears through the main database of
/// endings while Redis is away, and checks all of them when it is back.
/// </summary>
public sealed partial class SessionWatch(
    CircuitDirectory circuits,
    SessionStore sessions,
    SessionEndings endings,
    Announcements announcements,
    TimeProvider time,
    ILogger<SessionWatch> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>With the pause above and a slow answer a page is checked at the latest each minute.</summary>
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(45);

    private bool wasDeaf;
    private bool isTold;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!announcements.HearsEndings)
            {
                wasDeaf = true;
                await endings.TellHereAsync(cancellationToken);
                await circuits.EndSuspendedAsync(null);
                return;
            }
            await endings.SettleAsync(cancellationToken);
            await CheckAsync(all: wasDeaf);
            (wasDeaf, isTold) = (false, false);
        }
        catch (Exception exception) when (exception is RedisException || DatabaseOutage.IsBehind(exception))
        {
            if (!isTold)
            {
                LogNotLooked(logger, exception.Message);
            }
            isTold = true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
        }
    }

    /// <summary>Many pages of one session cost one question.</summary>
    private async Task CheckAsync(bool all)
    {
        var due = circuits
            .All.Where(circuit =>
                circuit is { User: not null, IsOver: false }
                && (all || time.GetElapsedTime(circuit.CheckedAt) > CheckedFor)
            )
            .GroupBy(circuit => (circuit.User!.TenantId, circuit.User.SessionId))
            .ToList();
        foreach (var some in due.Chunk(50))
        {
            await Task.WhenAll(some.Select(group => CheckAsync(group.Key.TenantId, group.Key.SessionId, [.. group])));
        }
    }

    private async Task CheckAsync(int? tenantId, string sessionId, IReadOnlyList<LiveCircuit> pages)
    {
        var asked = time.GetTimestamp();
        if (!await sessions.ExistsAsync(tenantId, sessionId))
        {
            circuits.SignOut(pages.Contains);
            return;
        }
        foreach (var page in pages)
        {
            page.CheckedAt = asked;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Open pages cannot be checked at the moment: {Reason}")]
    private static partial void LogNotLooked(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Open pages could not be checked")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
