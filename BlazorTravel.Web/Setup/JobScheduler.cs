using Quartz;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// Starts the scheduler with the application and stops it with it. A database that is away just then is waited for; Quartz'
/// own hosted service would end the application.
/// </summary>
public sealed partial class JobScheduler(
    ISchedulerFactory schedulers,
    IHostApplicationLifetime application,
    TimeProvider time,
    ILogger<JobScheduler> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private IScheduler? scheduler;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (scheduler is not null)
        {
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = CancellationTokenSource.CreateLinkedTokenSource(
            application.ApplicationStarted,
            stoppingToken
        );
        await Task.Delay(Timeout.InfiniteTimeSpan, started.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var attempt = 1; !stoppingToken.IsCancellationRequested; attempt++)
        {
            try
            {
                scheduler = await schedulers.GetScheduler(stoppingToken);
                await scheduler.Start(stoppingToken);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (attempt == 1)
                {
                    LogNotStarted(logger, exception.Message);
                }
                await Task.Delay(RetryPause, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The jobs cannot be started yet ({Reason}); trying again")]
    private static partial void LogNotStarted(ILogger logger, string reason);
}
