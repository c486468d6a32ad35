using System.Globalization;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// What belongs to every change of how somebody signs in: an entry in the log and a mail to the person, both in the change's
/// own transaction.
/// </summary>
public sealed class SecurityChanges(
    MailOutbox outbox,
    AuditTrail audit,
    CurrentTenant current,
    IOptions<PlatformOptions> platform,
    TimeProvider time
)
{
    /// <summary>This host's address, without a slash at the end.</summary>
    public string HostUrl =>
        current.Agency is { } agency ? platform.Value.AgencyUrl(agency.Subdomain) : platform.Value.PlatformUrl;

    /// <summary>The agency's name, or the platform's.</summary>
    public string DeskName => current.Agency?.Name ?? "BlazorTravel";

    /// <param name="detail">A name or address that the mail mentions.</param>
    /// <param name="recipient">Where the mail goes, if not to the account's address.</param>
    /// <param name="before">For the log: the changed fields as they were.</param>
    /// <param name="after">For the log: the same fields now.</param>
    public void Tell(
        MainDbContext db,
        AdminUser user,
        SecurityEvent what,
        string? detail = null,
        string? recipient = null,
        object? before = null,
        object? after = null
    )
    {
        var actor = new Actor(user.Id, user.ShownName);
        audit.Add(db, user.TenantId, what.Action(), $"user:{user.Email}", before, after, actor);
        var notice = new SecurityNotice(
            what,
            DeskName,
            detail,
            time.GetUtcNow(),
            $"{HostUrl}/account",
            $"{HostUrl}/account/forgot"
        );
        outbox.Add(db, notice, recipient ?? user.Email, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
    }
}
