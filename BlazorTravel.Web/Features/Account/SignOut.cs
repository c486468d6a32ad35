using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Ends a sign-in: its tokens are dead on every server at once, and the pages opened with it follow. While Redis is away the
/// sign-in ends as soon as it is back, before anybody is let in again.
/// </summary>
public sealed class SignOut(IDbContextFactory<MainDbContext> databases, SessionEndings endings)
{
    /// <param name="page">The open page that is left with it.</param>
    public async Task RunAsync(SignedInUser user, string? page = null, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        endings.AddOne(db, user.TenantId, user.Id, user.SessionId, Valid(page));
        await db.SaveChangesAsync(cancellationToken);
        // Once it is written down it is carried out, whether or not somebody waits for the answer.
        await endings.CarryOutAsync(CancellationToken.None);
    }

    private static string? Valid(string? page) => Guid.TryParseExact(page, "N", out var id) ? id.ToString("N") : null;
}
