using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Mail;

/// <summary>
/// Queues mails in the same transaction as what they tell about, so that neither exists without the other, and wakes the
/// dispatcher once that is committed. A marker in the main database, written before, finds the mail again should this
/// server die in between.
/// </summary>
public sealed class MailOutbox(
    MailCatalog catalog,
    MailMarkers markers,
    MailWakeUps wakeUps,
    IOptions<PlatformOptions> platform,
    TimeProvider time
)
{
    /// <summary>What marking and saving together may take; whoever is slower is refused and nothing is saved.</summary>
    public static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Twice what a transaction may take, so that a marker never comes due before its mail is committed.</summary>
    public static readonly TimeSpan MarkerDelay = 2 * TransactionTimeout;

    /// <summary>Adds a mail about an agency's request to what the lease's context will save.</summary>
    public void Add(TenantLease lease, IMail mail, string recipient, string culture, TravelRequest about)
    {
        var thread = ThreadId(about, lease.Tenant);
        // The first mail to the traveler starts the conversation: its own Message-ID is the thread's.
        // (An agency's own people may send a request, too, and get the notice at the same address.)
        var startsThread =
            about.Events is [{ Kind: RequestEventKind.Received }]
            && recipient == about.UserEmail
            && !lease.Db.OutgoingMails.Local.Any(known => known.MessageId == thread);
        var outgoing = OutgoingMail
            .Create(
                Describe(mail, recipient, culture),
                startsThread ? thread : NewMessageId(lease.Tenant.Subdomain),
                startsThread ? null : thread,
                time.GetUtcNow()
            )
            .About(lease.Db.Entry(about).Property(request => request.Id).CurrentValue);
        lease.Db.OutgoingMails.Add(outgoing);
    }

    /// <summary>Adds a mail about an account to what the context of the main database will save.</summary>
    public void Add(MainDbContext db, IMail mail, string recipient, string culture) =>
        db.OutgoingMails.Add(
            OutgoingMail.Create(Describe(mail, recipient, culture), NewMessageId(null), null, time.GetUtcNow())
        );

    /// <summary>
    /// Saves the lease's context with the mails that were added to it, in a transaction of its own; one that
    /// the caller began must be committed right after, or the mails wait for the marker.
    /// </summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="TransactionTimeout"/>.</exception>
    public Task SaveAsync(TenantLease lease, CancellationToken cancellationToken = default) =>
        SaveAsync(lease, null, cancellationToken);

    /// <summary>The same, with the answer to the call that asked for it; see <see cref="AnsweredCalls.SaveAsync"/>.</summary>
    public async Task SaveAsync(
        TenantLease lease,
        Func<AnsweredCall?>? answer,
        CancellationToken cancellationToken = default
    )
    {
        Task SaveAllAsync(CancellationToken token) =>
            answer is null ? lease.Db.SaveChangesAsync(token) : AnsweredCalls.SaveAsync(lease.Db, answer, token);

        if (!lease.Db.ChangeTracker.Entries<OutgoingMail>().Any(entry => entry.State == EntityState.Added))
        {
            await SaveAllAsync(cancellationToken);
            return;
        }
        using var limit = new CancellationTokenSource(TransactionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await markers.MarkAsync(lease.Tenant.TenantId, either.Token);
            await SaveAllAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Saving took too long, so nothing was saved.", exception);
        }
        wakeUps.Wake(lease.Tenant.TenantId);
    }

    /// <summary>Saves the main context with the mails in it.</summary>
    public async Task SaveAsync(MainDbContext db, CancellationToken cancellationToken = default)
    {
        await db.SaveChangesAsync(cancellationToken);
        wakeUps.Wake(null);
    }

    /// <summary>Queues a mail of an agency once more, as a person asked.</summary>
    /// <param name="queued">Adds to the lease's context what is to be saved together with it; told how the mail stood.</param>
    public async Task<SendAgainOutcome> SendAgainAsync(
        TenantLease lease,
        long mailId,
        Action<MailState>? queued = null,
        CancellationToken cancellationToken = default
    )
    {
        var mail = await lease
            .Db.OutgoingMails.AsNoTracking()
            .SingleOrDefaultAsync(known => known.Id == mailId, cancellationToken);
        if (mail is null)
        {
            return SendAgainOutcome.Gone;
        }
        if (!mail.CanBeSentAgain(time.GetUtcNow()))
        {
            return SendAgainOutcome.AboutToBeSent;
        }
        var (state, nextAttemptAt) = (mail.State, mail.NextAttemptAt);
        mail.SendAgain(NewMessageId(lease.Tenant.Subdomain), time.GetUtcNow());
        await markers.MarkAsync(lease.Tenant.TenantId, cancellationToken);
        await using var transaction = await lease.Db.Database.BeginTransactionAsync(cancellationToken);
        // Of two people who ask at the same moment one finds it changed already.
        var changed = await lease
            .Db.OutgoingMails.Where(row => row.Id == mailId && row.State == state && row.NextAttemptAt == nextAttemptAt)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(m => m.State, mail.State)
                        .SetProperty(m => m.MessageId, mail.MessageId)
                        .SetProperty(m => m.ThreadId, mail.ThreadId)
                        .SetProperty(m => m.Attempts, mail.Attempts)
                        .SetProperty(m => m.LastError, mail.LastError)
                        .SetProperty(m => m.NextAttemptAt, mail.NextAttemptAt),
                cancellationToken
            );
        if (changed == 1)
        {
            queued?.Invoke(state);
            await lease.Db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        wakeUps.Wake(lease.Tenant.TenantId);
        return changed == 1 ? SendAgainOutcome.Queued : SendAgainOutcome.AboutToBeSent;
    }

    private string NewMessageId(string? subdomain) => $"{Guid.CreateVersion7():N}@{Domain(subdomain)}";

    private MailContent Describe(IMail mail, string recipient, string culture)
    {
        var kind = catalog.Find(mail.GetType());
        var language = MailLanguage.For(culture);
        return new MailContent(
            kind.Name,
            MailCatalog.Write(mail),
            language.Name,
            recipient,
            MailLanguage.Speak(language, () => mail.Subject)
        );
    }

    private string ThreadId(TravelRequest request, AgencyTenant tenant) =>
        $"request.{request.SubmissionKey:N}@{Domain(tenant.Subdomain)}";

    private string Domain(string? subdomain) =>
        subdomain is null ? platform.Value.BaseHost : $"{subdomain}.{platform.Value.BaseHost}";
}

/// <summary>What came of queueing a mail once more.</summary>
public enum SendAgainOutcome
{
    Queued,

    /// <summary>It waits for its turn or is being sent, and needs no push.</summary>
    AboutToBeSent,

    /// <summary>There is no such mail any more.</summary>
    Gone,
}
