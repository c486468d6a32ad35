using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Ends a sign-in: its tokens are dead on every server at once, and the pages opened with it follow. While Redis is away the
/// sign-in ends as soon as it is back, before anybody is let in again.
/// </summary>
public sealed class SignOut(IDbContextFactory<MainDbContext> databases, SessionEndings endings, AuditTrail audit)
{
    /// <param name="page">The open page that is left with it.</param>
    public Task RunAsync(SignedInUser user, string? page = null, CancellationToken cancellationToken = default) =>
        RunAsync(user.TenantId, user.Id, user.SessionId, page, cancellationToken);

    /// <summary>For whoever cannot be checked, but holds a genuine refresh token of this host.</summary>
    public Task RunAsync(RefreshClaims refresh, string? page, CancellationToken cancellationToken) =>
        RunAsync(refresh.TenantId, refresh.UserId, refresh.SessionId, page, cancellationToken);

    private async Task RunAsync(
        int? tenantId,
        int userId,
        string sessionId,
        string? page,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        endings.AddOne(db, tenantId, userId, sessionId, Valid(page));
        if (
            await db.AdminUsers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is
            { } user
        )
        {
            var actor = new Actor(user.Id, user.ShownName);
            audit.Add(db, tenantId, AuditActions.SignedOut, AuditSubject.User(user.Email), actor: actor);
        }
        await db.SaveChangesAsync(cancellationToken);
        // Once it is written down it is carried out, whether or not somebody waits for the answer.
        await endings.CarryOutAsync(CancellationToken.None);
    }

    private static string? Valid(string? page) => Guid.TryParseExact(page, "N", out var id) ? id.ToString("N") : null;
}
