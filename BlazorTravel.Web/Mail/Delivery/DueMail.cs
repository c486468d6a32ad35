using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>
/// Sends what is due wherever it was queued: mails whose server died, whose attempt failed, or that waited for the mail
/// server. Safe to run twice at once and to repeat.
/// </summary>
public sealed partial class DueMail(
    MailMarkers markers,
    OutboxSender sender,
    MailServerState state,
    ILogger<DueMail> logger
)
{
    private const int ClaimedAtATime = 50;
    private const int Parallel = 3;

    /// <summary>One outbox has no more than this many batches in a row, so that the others get their turn.</summary>
    private const int MaxBatches = 10;

    private bool mainIsAway;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (state.IsPaused)
        {
            // The markers stay due; nothing is asked for or written until the mail server may be tried again.
            return;
        }
        try
        {
            await SendAllAsync(null, cancellationToken);
            await LookAtDueAsync(cancellationToken);
            mainIsAway = false;
        }
        catch (Exception exception) when (DatabaseOutage.IsBehind(exception))
        {
            // The next run tries again; said once an outage, not every few seconds.
            if (!mainIsAway)
            {
                LogMainAway(logger, exception.Message);
            }
            mainIsAway = true;
        }
    }

    private async Task LookAtDueAsync(CancellationToken cancellationToken)
    {
        while (!state.IsPaused && !cancellationToken.IsCancellationRequested)
        {
            var claimed = await markers.ClaimDueAsync(ClaimedAtATime, cancellationToken);
            await System.Threading.Tasks.Parallel.ForEachAsync(
                claimed,
                new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
                async (marker, token) => await LookAsync(marker, token)
            );
            if (claimed.Count < ClaimedAtATime)
            {
                return;
            }
        }
    }

    private async Task LookAsync(ClaimedMarker marker, CancellationToken cancellationToken)
    {
        using var scope = logger.BeginScope(TenantLogScope.Of(marker.TenantId));
        try
        {
            if (state.Outage is { } outage && state.IsPaused)
            {
                await markers.BringForwardAsync(marker.TenantId, outage.Until, cancellationToken);
                return;
            }
            if (!await sender.CanReachAsync(marker.TenantId, cancellationToken))
            {
                // Its database is being set up or restored; the marker comes due again when its claim is over.
                return;
            }
            await SendAllAsync(marker.TenantId, cancellationToken);
            var next = await sender.NextDueAsync(marker.TenantId, cancellationToken);
            await markers.SettleAsync(marker, next, cancellationToken);
        }
        catch (Exception exception) when (DatabaseOutage.IsBehind(exception))
        {
            // One agency's database must not hold up the others; the marker comes due again when its claim is over.
            LogNotLooked(logger, marker.TenantId, exception.Message);
        }
    }

    private async Task SendAllAsync(int? tenantId, CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < MaxBatches && !state.IsPaused; batch++)
        {
            if (!await sender.SendBatchAsync(tenantId, cancellationToken))
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The main database does not answer, so nobody looks for due mail: {Reason}")]
    private static partial void LogMainAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The outbox of agency {TenantId} could not be looked at: {Reason}")]
    private static partial void LogNotLooked(ILogger logger, int tenantId, string reason);
}
