using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

/// <summary>Ends a key for good, on every server.</summary>
public sealed class RevokeApiKey(AdminTurns turns, AuditTrail audit, AgencyNews news, TimeProvider time)
{
    public async Task<ApiKeyOutcome> RunAsync(int id, SignedInUser by, CancellationToken cancellationToken = default)
    {
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn is null)
        {
            return ApiKeyOutcome.NotAllowed;
        }
        var tenantId = turn.TenantId;
        var key = await turn.Db.ApiKeys.SingleOrDefaultAsync(
            known => known.Id == id && known.TenantId == tenantId,
            cancellationToken
        );
        if (key is null)
        {
            return ApiKeyOutcome.Gone;
        }
        if (key.RevokedAt is null)
        {
            key.Revoke(time.GetUtcNow());
            audit.Add(
                turn.Db,
                tenantId,
                AuditActions.ApiKeyRevoked,
                $"api_key:{key.Name}",
                before: new { key.Prefix, key.Scopes }
            );
            await turn.CommitAsync(cancellationToken);
            news.Changed(AgencySubject.ApiKeys, tenantId);
        }
        return ApiKeyOutcome.Done;
    }
}
