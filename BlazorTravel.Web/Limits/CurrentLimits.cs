using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Limits;

/// <summary>Limits for what a page does by itself, in a request or in a circuit, so that it can answer in its own words.</summary>
public sealed class CurrentLimits(SharedLimits limits, CurrentTenant current, CurrentActor actor)
{
    /// <summary>Takes one permit for whoever is here.</summary>
    public ValueTask<LimitAnswer> TakeAsync(Limit limit) =>
        limits.TakeAsync(
            limit,
            limit.Subject == LimitSubject.Address ? null : current.Agency?.TenantId,
            limit.Subject == LimitSubject.Agency ? "agency" : ClientAddress.Of(actor.Address)
        );

    /// <summary>Takes one permit of each; the first refusal is the answer.</summary>
    public async ValueTask<LimitAnswer> TakeAsync(Limit limit, params Limit[] more)
    {
        var answer = await TakeAsync(limit);
        foreach (var next in more)
        {
            if (!answer.IsAllowed)
            {
                break;
            }
            answer = await TakeAsync(next);
        }
        return answer;
    }
}
