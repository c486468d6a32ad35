using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Passkeys;

/// <summary>Lists, names and removes somebody's passkeys.</summary>
public sealed class OwnPasskeys(
    AccountUnits units,
    OwnPassword ownPassword,
    SecurityChanges changes,
    SessionEndings endings
)
{
    public async Task<IReadOnlyList<PasskeyRow>> ListAsync(
        SignedInUser who,
        CancellationToken cancellationToken = default
    )
    {
        await using var unit = await units.OpenAsync(cancellationToken);
        return await unit
            .Db.Passkeys.AsNoTracking()
            .Where(passkey => passkey.UserId == who.Id)
            .OrderBy(passkey => passkey.Id)
            .Select(passkey => new PasskeyRow(
                passkey.Id,
                passkey.Name,
                passkey.CreatedAt,
                passkey.LastUsedAt,
                passkey.IsBackedUp
            ))
            .ToListAsync(cancellationToken);
    }

    public async Task RenameAsync(
        SignedInUser who,
        long id,
        string? name,
        CancellationToken cancellationToken = default
    )
    {
        await using var unit = await units.OpenAsync(cancellationToken);
        var passkey = await unit.Db.Passkeys.SingleOrDefaultAsync(
            row => row.Id == id && row.UserId == who.Id,
            cancellationToken
        );
        passkey?.Rename(name);
        await unit.CommitAsync(cancellationToken);
    }

    public async Task<AccountResult> RemoveAsync(
        SignedInUser who,
        long id,
        string? password,
        CancellationToken cancellationToken = default
    )
    {
        await using (var unit = await units.OpenAsync(cancellationToken))
        {
            if (
                await unit.LockAsync(who.Id, cancellationToken) is not { } user
                || await unit.Db.Passkeys.SingleOrDefaultAsync(
                    row => row.Id == id && row.UserId == user.Id,
                    cancellationToken
                )
                    is not { } passkey
            )
            {
                return AccountResult.Gone;
            }
            if (await ownPassword.RefuseAsync(unit, user, password, cancellationToken) is { } refused)
            {
                return refused;
            }
            await unit.People.RemovePasskeyAsync(user, passkey.CredentialId);
            await unit.People.UpdateSecurityStampAsync(user);
            changes.Tell(unit.Db, user, SecurityEvent.PasskeyRemoved, passkey.Name, before: new { passkey.Name });
            endings.Add(unit.Db, user, who.SessionId);
            await unit.CommitAsync(cancellationToken);
        }
        await endings.CarryOutAsync(CancellationToken.None);
        return AccountResult.Done;
    }
}

/// <param name="IsBackedUp">Whether a copy lies in its owner's password manager or cloud.</param>
public sealed record PasskeyRow(
    long Id,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    bool IsBackedUp
);
