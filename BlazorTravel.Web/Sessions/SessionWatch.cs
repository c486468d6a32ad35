using BlazorTravel.Web.Data;
using BlazorTravel.Web.Live;
using Microsoft.Extensions.Options;
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
    IOptions<LoginTokenOptions> options,
    TimeProvider time,
    ILogger<SessionWatch> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Other servers may reach Redis later than this one, and until then only write their endings down.</summary>
    private static readonly TimeSpan OthersReturn = TimeSpan.FromSeconds(30);

    private HashSet<long> heard = [];

    /// <summary>A reminder begins the loading anew, so a slow browser is given time.</summary>
    private const int TicksToReminder = 3;

    private long ticks;
    private bool wasDeaf;
    private long? backAt;
    private bool isTold;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (++ticks % TicksToReminder == 0)
                {
                    circuits.Remind();
                }
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
            if (wasDeaf)
            {
                backAt = time.GetTimestamp();
            }
            if (backAt is { } at && time.GetElapsedTime(at) < OthersReturn)
            {
                await endings.CarryOutAsync(cancellationToken);
            }
            await CheckAsync(wasDeaf ? _ => true : IsDue);
            await HearAgainAsync(cancellationToken);
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

    private bool IsDue(LiveCircuit circuit) => time.GetElapsedTime(circuit.CheckedAt) > options.Value.PageCheck;

    /// <summary>Messages may get lost, rows do not: looks up the sessions that the latest endings are about.</summary>
    private async Task HearAgainAsync(CancellationToken cancellationToken)
    {
        if (circuits.Count == 0)
        {
            return;
        }
        var latest = await endings.LatestAsync(cancellationToken);
        var news = latest.Where(ending => !heard.Contains(ending.Id)).ToList();
        // What is still being carried out is looked at once more.
        heard = [.. latest.Where(ending => ending.IsCarriedOut).Select(ending => ending.Id)];
        if (news.Count > 0)
        {
            await CheckAsync(circuit =>
                circuit.User is { } user
                && news.Exists(ending => ending.Ended.Cover(user.TenantId, user.Id, user.SessionId))
            );
        }
    }

    /// <summary>Many pages of one session cost one question.</summary>
    private async Task CheckAsync(Func<LiveCircuit, bool> matches)
    {
        var due = circuits
            .All.Where(circuit => circuit is { User: not null, IsOver: false } && matches(circuit))
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
            LogFound(logger, pages.Count, sessionId);
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

    [LoggerMessage(LogLevel.Information, "Found {Pages} open page(s) of session {Session}, which has ended")]
    private static partial void LogFound(ILogger logger, int pages, string session);
}
