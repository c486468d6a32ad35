using System.Security.Claims;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>Who calls the agency's API: one of its people, or one of its keys.</summary>
/// <param name="Id">Sets callers of an agency apart, for limits and idempotency: "user:7" or "key:3".</param>
/// <param name="Actor">Who it is for a request's history; a key has a name but no person's id.</param>
public sealed record ApiCaller(string Id, int TenantId, Actor Actor)
{
    /// <summary>Null for strangers, and for the superadmin, who belongs to no agency.</summary>
    public static ApiCaller? From(ClaimsPrincipal? principal) =>
        ApiKeyCaller.From(principal) is { } key ? new ApiCaller($"key:{key.KeyId}", key.TenantId, key.Actor)
        : SignedInUser.From(principal) is { TenantId: { } tenant } user
            ? new ApiCaller($"user:{user.Id}", tenant, user.Actor)
        : null;
}
