using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Invites people to the agency by a mail with a one-time link, sends the link again, and takes it back.</summary>
public sealed class InvitePerson(
    AdminTurns turns,
    PeopleMails mails,
    MailAllowance allowance,
    MailWakeUps wakeUps,
    AuditTrail audit,
    AgencyNews news,
    TimeProvider time
)
{
    /// <param name="culture">The language to write in.</param>
    /// <exception cref="ArgumentException">The form breaks a rule; check it first to say which.</exception>
    /// <exception cref="StackExchange.Redis.RedisException">Redis is away: nothing was done.</exception>
    public async Task<PeopleOutcome> RunAsync(
        InviteForm form,
        string culture,
        SignedInUser by,
        CancellationToken cancellationToken = default
    )
    {
        if (form.Check() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(", ", errors.Keys), nameof(form));
        }
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn is null)
        {
            return PeopleOutcome.NotAllowed;
        }
        var email = AdminUser.Normalize(form.Email);
        if (turn.People.Any(known => known.Email == email))
        {
            return PeopleOutcome.AlreadyHere;
        }
        if (!await allowance.TryTakeAsync())
        {
            return PeopleOutcome.TooMany;
        }
        var person = AdminUser.InviteToAgency(email, turn.TenantId, form.Role, time.GetUtcNow());
        person.Rename(form.Name);
        turn.Db.AdminUsers.Add(person);
        try
        {
            await turn.Db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // An address signs in at one place of the platform. Where that is, is nobody's business here, and nothing is read of it.
            return PeopleOutcome.EmailUnavailable;
        }
        mails.Invite(turn, person, culture);
        audit.Add(turn.Db, turn.TenantId, AuditActions.UserInvited, $"user:{person.Email}", after: new { person.Role });
        await CommitAsync(turn, cancellationToken);
        return PeopleOutcome.Done;
    }

    /// <summary>Sends a new link; the earlier ones stop working.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">Redis is away: nothing was done.</exception>
    public async Task<PeopleOutcome> SendAgainAsync(
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
        var now = time.GetUtcNow();
        var open = await turn.HoldLinksAsync(person, cancellationToken);
        if (person.HasAccepted)
        {
            return PeopleOutcome.Accepted;
        }
        if (open.Any(link => link.CreatedAt > now - MailAllowance.Pause))
        {
            return PeopleOutcome.TooSoon;
        }
        if (!await allowance.TryTakeAsync())
        {
            return PeopleOutcome.TooMany;
        }
        foreach (var link in open)
        {
            link.Use(now);
        }
        mails.Invite(turn, person, culture);
        audit.Add(turn.Db, turn.TenantId, AuditActions.UserInvitedAgain, $"user:{person.Email}");
        await CommitAsync(turn, cancellationToken);
        return PeopleOutcome.Done;
    }

    /// <summary>Takes an invitation back: the account that nobody ever used is gone, and the address is free again.</summary>
    public async Task<PeopleOutcome> WithdrawAsync(
        int id,
        SignedInUser by,
        CancellationToken cancellationToken = default
    )
    {
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn?.Find(id) is not { } person)
        {
            return turn is null ? PeopleOutcome.NotAllowed : PeopleOutcome.Gone;
        }
        await turn.HoldLinksAsync(person, cancellationToken);
        if (person.HasAccepted)
        {
            return PeopleOutcome.Accepted;
        }
        turn.Db.AdminUsers.Remove(person);
        audit.Add(
            turn.Db,
            turn.TenantId,
            AuditActions.UserInvitationWithdrawn,
            $"user:{person.Email}",
            before: new { person.Role }
        );
        await CommitAsync(turn, cancellationToken);
        return PeopleOutcome.Done;
    }

    private async Task CommitAsync(AdminTurn turn, CancellationToken cancellationToken)
    {
        await turn.CommitAsync(cancellationToken);
        wakeUps.Wake(null);
        news.Changed(AgencySubject.People, turn.TenantId);
    }
}
