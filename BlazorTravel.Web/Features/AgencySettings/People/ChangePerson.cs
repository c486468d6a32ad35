using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>
/// Changes what one of the agency's people may do, or whether they may in at all. Whoever may less than before is signed
/// out everywhere, so that no token and no open page remembers more.
/// </summary>
public sealed class ChangePerson(
    AdminTurns turns,
    SessionEndings endings,
    AuditTrail audit,
    AgencyNews news,
    TimeProvider time
)
{
    public async Task<PeopleOutcome> ChangeRoleAsync(
        int id,
        AgencyRole role,
        SignedInUser by,
        CancellationToken cancellationToken = default
    )
    {
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn?.Find(id) is not { } person)
        {
            return turn is null ? PeopleOutcome.NotAllowed : PeopleOutcome.Gone;
        }
        var before = person.Role;
        if (before == role)
        {
            return PeopleOutcome.Done;
        }
        if (new AgencyStaff(turn.People).ChangeRole(person, role, turn.Admin) is { } problem)
        {
            return PeopleOutcomes.Of(problem);
        }
        audit.Add(
            turn.Db,
            turn.TenantId,
            AuditActions.UserRoleChanged,
            $"user:{person.Email}",
            new { Role = before },
            new { Role = role }
        );
        // The role is in the token: it has to be signed in for anew.
        endings.Add(turn.Db, person);
        await CommitAsync(turn, cancellationToken);
        return PeopleOutcome.Done;
    }

    /// <summary>Signs a person out everywhere and keeps them out; links that wait in their mailbox are dead, too.</summary>
    public async Task<PeopleOutcome> DisableAsync(
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
        if (person.IsDisabled)
        {
            return PeopleOutcome.Done;
        }
        var open = await turn.HoldLinksAsync(person, cancellationToken);
        if (new AgencyStaff(turn.People).Disable(person, turn.Admin) is { } problem)
        {
            return PeopleOutcomes.Of(problem);
        }
        foreach (var link in open)
        {
            link.Use(time.GetUtcNow());
        }
        audit.Add(turn.Db, turn.TenantId, AuditActions.UserDisabled, $"user:{person.Email}");
        endings.Add(turn.Db, person);
        await CommitAsync(turn, cancellationToken);
        return PeopleOutcome.Done;
    }

    public async Task<PeopleOutcome> EnableAsync(int id, SignedInUser by, CancellationToken cancellationToken = default)
    {
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn?.Find(id) is not { } person)
        {
            return turn is null ? PeopleOutcome.NotAllowed : PeopleOutcome.Gone;
        }
        if (!person.IsDisabled)
        {
            return PeopleOutcome.Done;
        }
        if (new AgencyStaff(turn.People).Enable(person, turn.Admin) is { } problem)
        {
            return PeopleOutcomes.Of(problem);
        }
        audit.Add(turn.Db, turn.TenantId, AuditActions.UserEnabled, $"user:{person.Email}");
        await CommitAsync(turn, cancellationToken);
        return PeopleOutcome.Done;
    }

    private async Task CommitAsync(AdminTurn turn, CancellationToken cancellationToken)
    {
        await turn.CommitAsync(cancellationToken);
        await endings.CarryOutAsync(cancellationToken);
        news.Changed(AgencySubject.People, turn.TenantId);
    }
}
