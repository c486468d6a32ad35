using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>
/// Sends what this server has queued the moment it is committed: a few workers share the outboxes that were woken. What they
/// miss, or cannot do now, the markers bring back through <see cref="DueMail"/>.
/// </summary>
public sealed partial class MailDispatcher(
    MailWakeUps wakeUps,
    OutboxSender sender,
    MailServerState state,
    IOptions<SmtpOptions> smtp,
    ILogger<MailDispatcher> logger
) : BackgroundService
{
    private int databaseIsAway;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, smtp.Value.MaxConnections).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        // Off the starting thread at once.
        await Task.Yield();
        try
        {
            await foreach (var outbox in wakeUps.ReadAllAsync(stoppingToken))
            {
                await state.WaitAsync(stoppingToken);
                await SendAsync(outbox, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the work; claimed mails were given back.
        }
    }

    private async Task SendAsync(int? outbox, CancellationToken stoppingToken)
    {
        try
        {
            if (await sender.SendBatchAsync(outbox, stoppingToken))
            {
                // To the end of the line, so that one large outbox does not hold up the others.
                wakeUps.Wake(outbox);
            }
            databaseIsAway = 0;
        }
        catch (Exception exception) when (DatabaseOutage.IsBehind(exception))
        {
            if (Interlocked.Exchange(ref databaseIsAway, 1) == 0)
            {
                LogDatabaseAway(logger, exception.Message);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, outbox, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A database does not answer, so its mail waits: {Reason}")]
    private static partial void LogDatabaseAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "The outbox of agency {TenantId} could not be worked on")]
    private static partial void LogFailed(ILogger logger, int? tenantId, Exception exception);
}
