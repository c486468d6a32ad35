namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>
/// Whether the mail server answers, as far as this server knows. While it does not, nobody asks it: after each failure comes
/// a pause that grows, then a single attempt, and only its success lets everybody else through.
/// </summary>
public sealed partial class MailServerState(TimeProvider time, ILogger<MailServerState> logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim probing = new(1);
    private readonly Lock deciding = new();
    private volatile MailServerOutage? outage;

    /// <summary>What is known of the outage; null while all is well.</summary>
    public MailServerOutage? Outage => outage;

    /// <summary>True while nobody may ask.</summary>
    public bool IsPaused => outage is { } current && current.Until > time.GetUtcNow();

    /// <summary>Returns at once while the server answers, else after the pause.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (outage is { } current && current.Until - time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <summary>Runs an attempt to reach the server; during an outage only one at a time, and none within the pause.</summary>
    /// <param name="reach">Throws what <paramref name="inWords"/> understands.</param>
    /// <param name="inWords">What to tell people about the exception; null for one that is not the server's doing.</param>
    /// <exception cref="MailServerAwayException">It failed, or it is not the time to try.</exception>
    public async Task<T> TryAsync<T>(
        Func<Task<T>> reach,
        Func<Exception, string?> inWords,
        CancellationToken cancellationToken
    )
    {
        if (outage is null)
        {
            return await ReachAsync(reach, inWords);
        }
        await probing.WaitAsync(cancellationToken);
        try
        {
            if (outage is { } current && IsPaused)
            {
                throw new MailServerAwayException(current.Reason, current.Until);
            }
            return await ReachAsync(reach, inWords);
        }
        finally
        {
            probing.Release();
        }
    }

    public void Dispose() => probing.Dispose();

    private async Task<T> ReachAsync<T>(Func<Task<T>> reach, Func<Exception, string?> inWords)
    {
        try
        {
            var result = await reach();
            Answered();
            return result;
        }
        catch (Exception exception) when (inWords(exception) is { } reason)
        {
            throw new MailServerAwayException(reason, Failed(reason), exception);
        }
    }

    private DateTimeOffset Failed(string reason)
    {
        lock (deciding)
        {
            var now = time.GetUtcNow();
            if (outage is { } current && current.Until > now)
            {
                // Several tried at once when it went away: one pause for all.
                return current.Until;
            }
            var failures = (outage?.Failures ?? 0) + 1;
            var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
            var until = now + (pause < LongestPause ? pause : LongestPause);
            if (outage is null)
            {
                LogAway(logger, reason);
            }
            outage = new MailServerOutage(outage?.Since ?? now, until, reason, failures);
            return until;
        }
    }

    private void Answered()
    {
        lock (deciding)
        {
            if (outage is { } over)
            {
                outage = null;
                LogBack(logger, over.Since);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Mail cannot be sent at the moment and waits: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Mail can be sent again; it could not since {Since}")]
    private static partial void LogBack(ILogger logger, DateTimeOffset since);
}

/// <summary>Since when the mail server is away, when it is asked again, and what it said.</summary>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Failures">Attempts in vain so far.</param>
public sealed record MailServerOutage(DateTimeOffset Since, DateTimeOffset Until, string Reason, int Failures);
