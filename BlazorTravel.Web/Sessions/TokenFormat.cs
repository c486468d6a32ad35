using System.Globalization;
using BlazorTravel.Domain.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BlazorTravel.Web.Sessions;

/// <summary>How access and refresh tokens are written, signed and read. That one is genuine does not yet make it good.</summary>
public sealed class TokenFormat(SigningKeys keys, TimeProvider time)
{
    private static readonly JsonWebTokenHandler Handler = new()
    {
        SetDefaultTimesOnTokenCreation = false,
        MapInboundClaims = false,
    };

    /// <summary>An access token: who somebody is and what they may do.</summary>
    public ValueTask<string> WriteAccessAsync(
        AdminUser user,
        string tokenId,
        string sessionId,
        DateTimeOffset expires,
        CancellationToken cancellationToken
    )
    {
        var claims = Claims(user.Id, user.TenantId, sessionId);
        claims[TokenClaims.TokenId] = tokenId;
        claims[TokenClaims.Email] = user.Email;
        claims[TokenClaims.Name] = user.ShownName;
        claims[TokenClaims.Role] = Roles.Of(user);
        return WriteAsync(LoginTokenOptions.Issuer, claims, expires, cancellationToken);
    }

    /// <summary>A refresh token: a session and its generation.</summary>
    public ValueTask<string> WriteRefreshAsync(
        RefreshClaims refresh,
        DateTimeOffset expires,
        CancellationToken cancellationToken
    )
    {
        var claims = Claims(refresh.UserId, refresh.TenantId, refresh.SessionId);
        claims[TokenClaims.Generation] = refresh.Generation;
        return WriteAsync(LoginTokenOptions.RefreshAudience, claims, expires, cancellationToken);
    }

    /// <summary>What a refresh token says; null for one that is not ours or has expired.</summary>
    public async Task<RefreshClaims?> ReadRefreshAsync(string token, CancellationToken cancellationToken)
    {
        await ExpectKeyOfAsync(token, cancellationToken);
        var result = await Handler.ValidateTokenAsync(token, Rules(LoginTokenOptions.RefreshAudience));
        if (
            !result.IsValid
            || !int.TryParse(Text(TokenClaims.Subject), NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            || !long.TryParse(
                Text(TokenClaims.Generation),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var generation
            )
            || Text(TokenClaims.Session) is not { } session
        )
        {
            return null;
        }
        int? tenant = int.TryParse(
            Text(TokenClaims.Tenant),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : null;
        return new RefreshClaims(user, tenant, session, generation);

        string? Text(string claim) =>
            result.Claims.TryGetValue(claim, out var value)
                ? Convert.ToString(value, CultureInfo.InvariantCulture)
                : null;
    }

    /// <summary>Fetches a key that another server has made since, before the token is judged by the keys known here.</summary>
    public ValueTask ExpectKeyOfAsync(string token, CancellationToken cancellationToken) =>
        keys.ExpectAsync(Look(token, read => read.Kid), cancellationToken);

    /// <summary>From when until when a token claims to be good; null where that cannot be read.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until)? LifeOf(string token) =>
        Look<(DateTime, DateTime)?>(token, read => (read.ValidFrom, read.ValidTo)) is var (from, until)
        && until > DateTime.MinValue
        && from > DateTime.MinValue
            ? (new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero))
            : default((DateTimeOffset, DateTimeOffset)?);

    /// <summary>What a token says that nobody has judged yet; the default for what only looks like one.</summary>
    private static T? Look<T>(string token, Func<JsonWebToken, T?> read)
    {
        try
        {
            return Handler.CanReadToken(token) ? read(Handler.ReadJsonWebToken(token)) : default;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The library promises to read whatever has the shape, and throws at what is in it: strangers write that.
            return default;
        }
    }

    /// <summary>What a token must be to be taken for genuine.</summary>
    public TokenValidationParameters Rules(string audience) =>
        new()
        {
            ValidIssuer = LoginTokenOptions.Issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            NameClaimType = TokenClaims.Name,
            RoleClaimType = TokenClaims.Role,
            // Between servers whose clocks differ; Redis forgets a token on time.
            LifetimeValidator = (from, until, _, _) =>
                until > time.GetUtcNow().UtcDateTime && !(from > time.GetUtcNow().UtcDateTime.AddSeconds(30)),
            IssuerSigningKeyResolver = (_, _, id, _) => keys.Known.Where(key => key.KeyId == id),
        };

    private async ValueTask<string> WriteAsync(
        string audience,
        Dictionary<string, object> claims,
        DateTimeOffset expires,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = LoginTokenOptions.Issuer,
                Audience = audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = expires.UtcDateTime,
                Claims = claims,
                SigningCredentials = new SigningCredentials(
                    await keys.CurrentAsync(cancellationToken),
                    SecurityAlgorithms.HmacSha256
                ),
            }
        );
    }

    private static Dictionary<string, object> Claims(int userId, int? tenantId, string sessionId)
    {
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Subject] = userId.ToString(CultureInfo.InvariantCulture),
            [TokenClaims.Session] = sessionId,
        };
        if (tenantId is { } tenant)
        {
            claims[TokenClaims.Tenant] = tenant.ToString(CultureInfo.InvariantCulture);
        }
        return claims;
    }
}

/// <summary>What a refresh token says.</summary>
public sealed record RefreshClaims(int UserId, int? TenantId, string SessionId, long Generation);
