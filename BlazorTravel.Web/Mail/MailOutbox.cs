using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Threading.Channels;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
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
    MailMarkers markers,
    IOptions<PlatformOptions> platform,
    MailWakeUps wakeUps,
    TimeProvider time
)
{
    /// <summary>Twice what a transaction may take, so that a marker never comes due before its mail is committed.</summary>
    public static readonly TimeSpan MarkerDelay = TimeSpan.FromSeconds(60);

    /// <summary>A marker this young still covers new mails; the next one is written only after that.</summary>
    private static readonly TimeSpan MarkerReuse = TimeSpan.FromSeconds(20);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, DateTimeOffset> marked = new();

    /// <summary>Adds a mail about an agency's request to what the lease's context will save.</summary>
    public void Add(TenantLease lease, IMail mail, string recipient, string culture, TravelRequest about)
    {
        var thread = ThreadId(about, lease.Tenant);
        // The first mail to the traveler starts the conversation: its own Message-ID is the thread's.
        var startsThread = about.Events is [{ Kind: RequestEventKind.Received }] && recipient == about.UserEmail;
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

    /// <summary>Saves the lease's context with the mails in it.</summary>
    public async Task SaveAsync(TenantLease lease, CancellationToken cancellationToken = default)
    {
        if (!lease.Db.ChangeTracker.Entries<OutgoingMail>().Any(entry => entry.State == EntityState.Added))
        {
            await lease.Db.SaveChangesAsync(cancellationToken);
            return;
        }
        await MarkAsync(lease.Tenant.TenantId, cancellationToken);
        await lease.Db.SaveChangesAsync(cancellationToken);
        wakeUps.Wake(lease.Tenant.TenantId);
    }

    /// <summary>Saves the main context with the mails in it.</summary>
    public async Task SaveAsync(MainDbContext db, CancellationToken cancellationToken = default)
    {
        await db.SaveChangesAsync(cancellationToken);
        wakeUps.Wake(null);
    }

    private async Task MarkAsync(int tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (marked.TryGetValue(tenantId, out var at) && now - at < MarkerReuse)
        {
            return;
        }
        await markers.MarkAsync(tenantId, now + MarkerDelay, now, cancellationToken);
        marked[tenantId] = now;
    }

    private static MailContent Describe(IMail mail, string recipient, string culture)
    {
        var type = mail.GetType();
        var template =
            type.GetCustomAttribute<MailTemplateAttribute>()
            ?? throw new InvalidOperationException($"{type.Name} has no {nameof(MailTemplateAttribute)}.");
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return new MailContent(
                template.Name,
                JsonSerializer.Serialize(mail, type, JsonSerializerOptions.Web),
                culture,
                recipient,
                mail.Subject
            );
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private string NewMessageId(string? subdomain) => $"{Guid.CreateVersion7():N}@{Domain(subdomain)}";

    private string ThreadId(TravelRequest request, AgencyTenant tenant) =>
        $"request.{request.SubmissionKey:N}@{Domain(tenant.Subdomain)}";

    private string Domain(string? subdomain) =>
        subdomain is null ? platform.Value.BaseHost : $"{subdomain}.{platform.Value.BaseHost}";
}

/// <summary>Tells this server's dispatcher that an outbox has something new: a tenant's, or with null the platform's.</summary>
public sealed class MailWakeUps
{
    private readonly Channel<int?> channel = Channel.CreateBounded<int?>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public ChannelReader<int?> Reader => channel.Reader;

    /// <summary>Never waits; where the channel is full the marker in the main database serves.</summary>
    public void Wake(int? tenantId) => channel.Writer.TryWrite(tenantId);
}
