using System.Globalization;
using System.Security.Claims;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>The API key that a request came with, read from its claims. It is no person: <see cref="SignedInUser"/> knows none of them.</summary>
public sealed record ApiKeyCaller(int KeyId, int TenantId, string Name, IReadOnlyList<string> Scopes)
{
    /// <summary>The key's id.</summary>
    internal const string KeyClaim = "api_key";
    private const string ScopeClaim = "scope";

    /// <summary>For a request's history and the audit log. Nobody's id: the key acts for the agency, not for whoever made it.</summary>
    public Actor Actor => new(null, $"API key {Name}");

    /// <summary>Null for a person, and for nobody.</summary>
    public static ApiKeyCaller? From(ClaimsPrincipal? principal) =>
        principal?.Identity is { IsAuthenticated: true, AuthenticationType: ApiKeyHandler.SchemeName }
        && TryRead(principal, KeyClaim, out var id)
        && TryRead(principal, TokenClaims.Tenant, out var tenant)
            ? new ApiKeyCaller(
                id,
                tenant,
                principal.FindFirstValue(TokenClaims.Name) ?? "",
                [.. principal.FindAll(ScopeClaim).Select(claim => claim.Value)]
            )
            : null;

    /// <summary>The claims of a request with this key: none that a login token has, but the agency and the name.</summary>
    public static ClaimsPrincipal PrincipalOf(ApiKey key) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(KeyClaim, key.Id.ToString(CultureInfo.InvariantCulture)),
                    new Claim(TokenClaims.Tenant, key.TenantId.ToString(CultureInfo.InvariantCulture)),
                    new Claim(TokenClaims.Name, key.Name),
                    .. key.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
                ],
                ApiKeyHandler.SchemeName,
                TokenClaims.Name,
                TokenClaims.Role
            )
        );

    private static bool TryRead(ClaimsPrincipal principal, string claim, out int value) =>
        int.TryParse(principal.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
