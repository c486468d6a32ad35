using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Lets somebody in who has proved who they are, by whichever way: notes it, and starts the session.</summary>
public sealed class Admission(Tokens tokens, AuditTrail audit)
{
    /// <summary>Adds the entry to what the context will save together with the account's counters.</summary>
    public void Note(MainDbContext db, AdminUser user, string how) =>
        audit.Add(
            db,
            user.TenantId,
            AuditActions.SignedIn,
            $"user:{user.Email}",
            after: new { How = how },
            actor: new Actor(user.Id, user.ShownName)
        );

    /// <exception cref="RedisException">Sessions cannot be kept at the moment.</exception>
    public async Task<SignInResult> LetInAsync(
        AdminUser user,
        SignInOrigin origin,
        CancellationToken cancellationToken
    ) =>
        await tokens.IssueAsync(user, origin, cancellationToken) is { } issued
            ? new SignInResult(SignInOutcome.SignedIn) { Tokens = issued }
            : new SignInResult(SignInOutcome.WrongCredentials);
}
