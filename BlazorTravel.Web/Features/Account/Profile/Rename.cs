using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.Account.Profile;

/// <summary>Changes what colleagues and travelers' histories call somebody.</summary>
public sealed class Rename(AccountUnits units, AuditTrail audit)
{
    public const int MaxLength = 120;

    public async Task RunAsync(SignedInUser who, string? name, CancellationToken cancellationToken = default)
    {
        await using var unit = await units.OpenAsync(cancellationToken);
        if (await unit.LockAsync(who.Id, cancellationToken) is not { } user)
        {
            return;
        }
        var before = user.DisplayName;
        user.Rename(name?.Length > MaxLength ? name[..MaxLength] : name);
        if (user.DisplayName != before)
        {
            audit.Add(
                unit.Db,
                user.TenantId,
                AuditActions.Renamed,
                $"user:{user.Email}",
                new { Name = before },
                new { Name = user.DisplayName }
            );
        }
        await unit.CommitAsync(cancellationToken);
    }
}
