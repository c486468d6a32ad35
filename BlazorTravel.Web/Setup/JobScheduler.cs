using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// Starts the scheduler once the application runs and the main database answers, and stops it with the application. Quartz'
/// own hosted service would end the application instead of waiting, and a scheduler whose first look at the database failed
/// cannot be started a second time.
/// </summary>
public sealed partial class JobScheduler(
    ISchedulerFactory schedulers,
    IDbContextFactory<MainDbContext> databases,
    IHostApplicationLifetime application,
    TimeProvider time,
    ILogger<JobScheduler> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private IScheduler? scheduler;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (scheduler is not null)
        {
            try
            {
                // On a thread of its own and not for ever: a job that hangs must not keep the server from stopping.
                await Task.Run(
                        async () => await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken),
                        cancellationToken
                    )
                    .WaitAsync(StopTime, time, cancellationToken);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                LogNotStopped(logger, exception);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ApplicationStartedAsync(stoppingToken);
            await DatabaseAnswersAsync(stoppingToken);
            scheduler = await schedulers.GetScheduler(stoppingToken);
            await scheduler.Start(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it began.
        }
        catch (Exception exception)
        {
            // The application goes on: what is queued here leaves at once, and the other servers run the jobs.
            LogNotStarted(logger, exception);
        }
    }

    private async Task ApplicationStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = application.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task DatabaseAnswersAsync(CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using (var db = await databases.CreateDbContextAsync(stoppingToken))
            {
                if (await db.Database.CanConnectAsync(stoppingToken))
                {
                    return;
                }
            }
            if (attempt == 1)
            {
                LogWaiting(logger);
            }
            await Task.Delay(RetryPause, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A job is still under way and is left behind; it is run again elsewhere")]
    private static partial void LogNotStopped(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The main database does not answer yet, so the jobs wait for it")]
    private static partial void LogWaiting(ILogger logger);

    [LoggerMessage(
        LogLevel.Critical,
        "The jobs could not be started on this server; start it again to have them run here"
    )]
    private static partial void LogNotStarted(ILogger logger, Exception exception);
}
