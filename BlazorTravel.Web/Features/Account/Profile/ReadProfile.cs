using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Profile;

/// <summary>What somebody's own page shows. Read fresh: the token may carry an older name.</summary>
public sealed class ReadProfile(IDbContextFactory<MainDbContext> databases)
{
    public async Task<OwnProfile?> RunAsync(SignedInUser who, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .AdminUsers.Where(user => user.Id == who.Id && user.TenantId == who.TenantId)
            .Select(user => new OwnProfile(user.Email, user.DisplayName))
            .SingleOrDefaultAsync(cancellationToken);
    }
}

public sealed record OwnProfile(string Email, string? Name);
