using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Everybody of the current agency, by name.</summary>
public sealed class ListPeople(IDbContextFactory<MainDbContext> databases, CurrentTenant current, TimeProvider time)
{
    public async Task<IReadOnlyList<Person>> RunAsync(CancellationToken cancellationToken = default)
    {
        var tenantId = current.Required.TenantId;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .AdminUsers.AsNoTracking()
            .Where(user => user.TenantId == tenantId)
            .Select(user => new
            {
                User = user,
                InvitedUntil = db
                    .AccountLinks.Where(link =>
                        link.UserId == user.Id && link.Purpose == AccountLinkPurpose.Invitation && link.UsedAt == null
                    )
                    .Max(link => (DateTimeOffset?)link.ExpiresAt),
            })
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. rows.Select(row => Person.Of(row.User, row.InvitedUntil, now))
                .OrderBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase)
                .ThenBy(person => person.Email, StringComparer.Ordinal),
        ];
    }
}

/// <summary>One person as the list shows them.</summary>
/// <param name="Until">When an invitation's link stops working or stopped, or until when signing in is locked.</param>
public sealed record Person(
    int Id,
    string Email,
    string Name,
    AgencyRole Role,
    PersonState State,
    DateTimeOffset? Until,
    DateTimeOffset? LastSignedInAt,
    bool IsTwoStepOn = false
)
{
    public bool IsInvited => State is PersonState.Invited or PersonState.InvitationExpired;

    public static Person Of(AdminUser user, DateTimeOffset? invitedUntil, DateTimeOffset now)
    {
        var state =
            user.IsDisabled ? PersonState.Disabled
            : !user.HasAccepted
                ? invitedUntil > now ? PersonState.Invited
                    : PersonState.InvitationExpired
            : user.IsLockedAt(now) ? PersonState.Locked
            : PersonState.Active;
        var until =
            state is PersonState.Locked ? user.LockedUntil
            : user.HasAccepted ? null
            : invitedUntil;
        return new Person(
            user.Id,
            user.Email,
            user.ShownName,
            user.Role,
            state,
            until,
            user.LastSignedInAt,
            user.IsTwoStepOn
        );
    }
}

public enum PersonState
{
    Active,
    Invited,
    InvitationExpired,

    /// <summary>After too many wrong passwords, for a while.</summary>
    Locked,
    Disabled,
}
