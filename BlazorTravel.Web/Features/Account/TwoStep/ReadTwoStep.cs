using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.TwoStep;

/// <summary>How well an account is protected besides its password.</summary>
public sealed class ReadTwoStep(IDbContextFactory<MainDbContext> databases)
{
    public async Task<TwoStepState> RunAsync(SignedInUser who, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
                .AdminUsers.Where(user => user.Id == who.Id && user.TenantId == who.TenantId)
                .Select(user => new TwoStepState(
                    user.IsTwoStepOn,
                    db.RecoveryCodes.Count(code => code.UserId == user.Id && code.UsedAt == null),
                    db.Passkeys.Count(passkey => passkey.UserId == user.Id)
                ))
                .SingleOrDefaultAsync(cancellationToken)
            ?? new TwoStepState(false, 0, 0);
    }
}

/// <param name="CodesLeft">Recovery codes that were not used yet.</param>
public sealed record TwoStepState(bool IsOn, int CodesLeft, int Passkeys)
{
    /// <summary>Whether somebody who only knows the password stays outside, or the person can do without it.</summary>
    public bool HasSecondFactor => IsOn || Passkeys > 0;
}
