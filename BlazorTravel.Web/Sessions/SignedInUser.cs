using System.Globalization;
using System.Security.Claims;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Sessions;

/// <summary>Who is signed in, read from the token's claims.</summary>
/// <param name="TenantId">The person's agency; null for a superadmin.</param>
/// <param name="TokenId">The token's "jti".</param>
/// <param name="SessionId">The sign-in that the token belongs to.</param>
public sealed record SignedInUser(
    int Id,
    string Email,
    string Name,
    int? TenantId,
    string Role,
    string TokenId,
    string SessionId
)
{
    public bool IsSuperadmin => Role == Roles.Superadmin;
    public bool IsAdmin => Role == Roles.Admin;

    /// <summary>Who did something, for a request's history.</summary>
    public Actor Actor => new(Id, Name);

    /// <summary>Null for somebody who is not signed in.</summary>
    public static SignedInUser? From(ClaimsPrincipal? principal)
    {
        if (
            principal?.Identity is not { IsAuthenticated: true }
            || !int.TryParse(
                principal.FindFirstValue(TokenClaims.Subject),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var id
            )
            || principal.FindFirstValue(TokenClaims.TokenId) is not { } tokenId
            || principal.FindFirstValue(TokenClaims.Session) is not { } sessionId
            || principal.FindFirstValue(TokenClaims.Role) is not { } role
        )
        {
            return null;
        }
        return new SignedInUser(
            id,
            principal.FindFirstValue(TokenClaims.Email) ?? "",
            principal.FindFirstValue(TokenClaims.Name) ?? "",
            int.TryParse(
                principal.FindFirstValue(TokenClaims.Tenant),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var tenant
            )
                ? tenant
                : null,
            role,
            tokenId,
            sessionId
        );
    }
}

/// <summary>The claims of a login token, under their registered names where there is one.</summary>
public static class TokenClaims
{
    public const string Subject = "sub";
    public const string TokenId = "jti";

    /// <summary>The session's id.</summary>
    public const string Session = "sid";

    /// <summary>How often a session's refresh token was exchanged before.</summary>
    public const string Generation = "gen";
    public const string Email = "email";
    public const string Name = "name";
    public const string Role = "role";

    /// <summary>The tenant's id; absent for a superadmin.</summary>
    public const string Tenant = "tenant";
}

/// <summary>What a person may do.</summary>
public static class Roles
{
    public const string Superadmin = "superadmin";
    public const string Admin = "admin";
    public const string Agent = "agent";

    public static string Of(AdminUser user) =>
        user.IsSuperadmin ? Superadmin
        : user.Role == AgencyRole.Admin ? Admin
        : Agent;
}
