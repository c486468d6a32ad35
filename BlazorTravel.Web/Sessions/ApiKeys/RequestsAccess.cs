using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Authorization;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>May work with the requests of the agency that is asked: as one of its people, or as a key with this scope.</summary>
public sealed record RequestsAccess(string Scope) : IAuthorizationRequirement;

public sealed class RequestsAccessHandler(CurrentTenant current) : AuthorizationHandler<RequestsAccess>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RequestsAccess requirement)
    {
        if (
            current.Agency is { } agency
            && (
                ApiKeyCaller.From(context.User) is { } key
                    ? key.TenantId == agency.TenantId && key.Scopes.Contains(requirement.Scope)
                    : SignedInUser.From(context.User) is { Role: Roles.Admin or Roles.Agent } user
                        && user.TenantId == agency.TenantId
            )
        )
        {
            context.Succeed(requirement);
        }
        return Task.CompletedTask;
    }
}
