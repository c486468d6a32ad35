using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>API keys beside login tokens.</summary>
public static class ApiKeySetup
{
    /// <summary>The default scheme: a request that carries a key is judged by it, any other by its login token.</summary>
    public const string TokenOrKey = "token-or-key";

    public static AuthenticationBuilder AddApiKeys(this AuthenticationBuilder builder)
    {
        builder.Services.AddSingleton<ApiKeyDirectory>();
        builder.Services.AddScoped<IAuthorizationHandler, RequestsAccessHandler>();
        return builder
            .AddPolicyScheme(
                TokenOrKey,
                null,
                options =>
                    options.ForwardDefaultSelector = context =>
                        ApiKeyHeader.Read(context.Request) is null
                            ? JwtBearerDefaults.AuthenticationScheme
                            : ApiKeyHandler.SchemeName
            )
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
    }

    public static AuthorizationBuilder AddApiPolicies(this AuthorizationBuilder builder) =>
        builder
            .AddPolicy(
                Policies.RequestsRead,
                policy => policy.RequireAuthenticatedUser().AddRequirements(new RequestsAccess(ApiScopes.RequestsRead))
            )
            .AddPolicy(
                Policies.RequestsWrite,
                policy => policy.RequireAuthenticatedUser().AddRequirements(new RequestsAccess(ApiScopes.RequestsWrite))
            );
}
