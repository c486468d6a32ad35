using System.Text.Json;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>
/// Sends what is due in one outbox, a small batch at a time. Claiming pushes a mail's next attempt ahead, so that of several
/// who look at the same moment each gets other mails; every outcome is noted before the next mail is begun.
/// </summary>
public sealed partial class OutboxSender(
    TenantDirectory tenants,
    TenantDatabases tenantDatabases,
    IDbContextFactory<MainDbContext> mainDatabases,
    MailMarkers markers,
    MailComposer composer,
    IMailTransport transport,
    TimeProvider time,
    ILogger<OutboxSender> logger
)
{
    /// <summary>Few, because those that were handed over but not noted when a server dies are sent once more.</summary>
    public const int BatchSize = 20;

    /// <summary>No mail is begun when less than this is left of the lease: handing it over must end within.</summary>
    private static readonly TimeSpan NeededForOne = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan NotingPause = TimeSpan.FromSeconds(1);
    private const int NotingTries = 10;

    /// <summary>Sends one batch from a tenant's outbox, or with null from the platform's.</summary>
    /// <returns>Whether more may be due at once.</returns>
    public async Task<bool> SendBatchAsync(int? tenantId, CancellationToken cancellationToken)
    {
        using var scope = logger.BeginScope(TenantLogScope.Of(tenantId));
        if (tenantId is not { } id)
        {
            await using var db = await mainDatabases.CreateDbContextAsync(cancellationToken);
            return (await SendBatchAsync(db, null, cancellationToken)).IsFull;
        }
        if (await FindAsync(id, cancellationToken) is not { } agency)
        {
            return false;
        }
        await using var lease = await tenantDatabases.OpenAsync(agency, cancellationToken);
        var batch = await SendBatchAsync(lease.Db, agency, cancellationToken);
        if (batch.RetryAt is { } retryAt)
        {
            await markers.BringForwardAsync(id, retryAt, cancellationToken);
        }
        return batch.IsFull;
    }

    /// <summary>Whether there is such a tenant with a database that can be opened.</summary>
    public async Task<bool> CanReachAsync(int tenantId, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, cancellationToken) is not null;

    /// <summary>When the earliest mail that is queued in a tenant's outbox is due; null when none is.</summary>
    /// <exception cref="InvalidOperationException">See <see cref="CanReachAsync"/>.</exception>
    public async Task<DateTimeOffset?> NextDueAsync(int tenantId, CancellationToken cancellationToken)
    {
        var agency =
            await FindAsync(tenantId, cancellationToken)
            ?? throw new InvalidOperationException($"Agency {tenantId} has no database that can be opened.");
        await using var lease = await tenantDatabases.OpenAsync(agency, cancellationToken);
        return await lease
            .Db.OutgoingMails.Where(mail => mail.State == MailState.Queued)
            .MinAsync(mail => (DateTimeOffset?)mail.NextAttemptAt, cancellationToken);
    }

    private async ValueTask<AgencyTenant?> FindAsync(int tenantId, CancellationToken cancellationToken) =>
        await tenants.FindAsync($"{tenantId}", cancellationToken) is { IsReady: true } agency ? agency : null;

    private async Task<Batch> SendBatchAsync(DbContext db, AgencyTenant? agency, CancellationToken cancellationToken)
    {
        var leaseUntil = time.GetUtcNow() + OutgoingMail.Lease;
        var claimed = await ClaimAsync(db, leaseUntil, cancellationToken);
        IMailChannel? channel = null;
        try
        {
            foreach (var mail in claimed)
            {
                var lease = mail.NextAttemptAt;
                if (cancellationToken.IsCancellationRequested || leaseUntil - time.GetUtcNow() < NeededForOne)
                {
                    mail.Release(time.GetUtcNow());
                    await NoteAsync(db, mail, lease);
                    continue;
                }
                if (channel is { IsUsable: false })
                {
                    await channel.DisposeAsync();
                    channel = null;
                }
                try
                {
                    channel ??= await transport.ConnectAsync(CancellationToken.None);
                    await SendAsync(channel, mail, agency);
                }
                catch (MailServerAwayException away)
                {
                    mail.Postpone(away.Message, away.Until);
                }
                await NoteAsync(db, mail, lease);
            }
        }
        finally
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }
        }
        return new Batch(
            claimed.Count == BatchSize,
            claimed.Where(mail => mail.State == MailState.Queued).Min(mail => (DateTimeOffset?)mail.NextAttemptAt)
        );
    }

    private async Task<List<OutgoingMail>> ClaimAsync(
        DbContext db,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var claimed = await db.Set<OutgoingMail>()
            .FromSql(
                $"""
                UPDATE outgoing_mails SET next_attempt_at = {leaseUntil}, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM outgoing_mails WHERE state = 'queued' AND next_attempt_at <= {now}
                    ORDER BY next_attempt_at, id LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
                RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        claimed.Sort((one, other) => one.Id.CompareTo(other.Id));
        return claimed;
    }

    private async Task SendAsync(IMailChannel channel, OutgoingMail mail, AgencyTenant? agency)
    {
        try
        {
            using var message = await composer.ComposeAsync(mail, agency);
            await channel.SendAsync(message, message.To.Mailboxes.Single());
            mail.MarkSent(time.GetUtcNow());
        }
        catch (MailRefusedException refusal)
        {
            mail.MarkFailed(refusal.Message, refusal.IsPermanent, time.GetUtcNow());
            LogRefused(logger, mail.MessageId, mail.State, refusal.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A template that this version does not know or that fails: the next version may do better.
            var reason = exception is UnknownMailException or JsonException
                ? exception.Message
                : $"The mail could not be made: {exception.Message}";
            mail.MarkFailed(reason, isPermanent: false, time.GetUtcNow());
            LogFailed(logger, mail.MessageId, mail.Template, exception);
        }
    }

    /// <summary>Writes the outcome, unless the lease ran out and somebody else has the mail. Not cancelled: what left must be known.</summary>
    private async Task NoteAsync(DbContext db, OutgoingMail mail, DateTimeOffset lease)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.Set<OutgoingMail>()
                    .Where(row => row.Id == mail.Id && row.State == MailState.Queued && row.NextAttemptAt == lease)
                    .ExecuteUpdateAsync(row =>
                        row.SetProperty(m => m.State, mail.State)
                            .SetProperty(m => m.Attempts, mail.Attempts)
                            .SetProperty(m => m.NextAttemptAt, mail.NextAttemptAt)
                            .SetProperty(m => m.LastError, mail.LastError)
                            .SetProperty(m => m.SentAt, mail.SentAt)
                            .SetProperty(m => m.Model, mail.Model)
                    );
                return;
            }
            catch (Exception exception) when (attempt < NotingTries && DatabaseOutage.IsBehind(exception))
            {
                if (attempt == 1)
                {
                    LogNotNoted(logger, mail.MessageId, mail.State, exception);
                }
                await Task.Delay(NotingPause, time);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Mail {MessageId} was not taken and is now {State}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string messageId, MailState state, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MessageId} could not be made of template {Template}")]
    private static partial void LogFailed(ILogger logger, string messageId, string template, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Mail {MessageId} is {State}, which could not be noted yet")]
    private static partial void LogNotNoted(ILogger logger, string messageId, MailState state, Exception exception);

    /// <param name="IsFull">As many as a batch may hold were due, so there may be more.</param>
    /// <param name="RetryAt">When the earliest of those that did not leave is due again.</param>
    private readonly record struct Batch(bool IsFull, DateTimeOffset? RetryAt);
}
