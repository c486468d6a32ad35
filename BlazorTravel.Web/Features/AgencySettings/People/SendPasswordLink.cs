using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Mails one of the agency's people a link to set a new password. The old password works until it is used.</summary>
public sealed class SendPasswordLink(
    AdminTurns turns,
    PeopleMails mails,
    MailAllowance allowance,
    MailWakeUps wakeUps,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <exception cref="StackExchange.Redis.RedisException">Redis is away: nothing was done.</exception>
    public async Task<PeopleOutcome> RunAsync(
        int id,
        string culture,
        SignedInUser by,
        CancellationToken cancellationToken = default
    )
    {
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn?.Find(id) is not { } person)
        {
            return turn is null ? PeopleOutcome.NotAllowed : PeopleOutcome.Gone;
        }
        if (!person.HasAccepted || person.IsDisabled)
        {
            return person.IsDisabled ? PeopleOutcome.Disabled : PeopleOutcome.NotAccepted;
        }
        var now = time.GetUtcNow();
        var open = await turn.HoldLinksAsync(person, cancellationToken);
        var resets = open.Where(link => link.Purpose == AccountLinkPurpose.Reset).ToList();
        if (resets.Exists(link => link.CreatedAt > now - MailAllowance.Pause))
        {
            return PeopleOutcome.TooSoon;
        }
        if (!await allowance.TryTakeAsync())
        {
            return PeopleOutcome.TooMany;
        }
        resets.ForEach(link => link.Use(now));
        mails.SendPasswordLink(turn, person, culture);
        audit.Add(turn.Db, turn.TenantId, AuditActions.UserPasswordLinkSent, $"user:{person.Email}");
        await turn.CommitAsync(cancellationToken);
        wakeUps.Wake(null);
        return PeopleOutcome.Done;
    }
}
