using System.Globalization;
using System.Security.Claims;
using BlazorTravel.Domain.Accounts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Makes login tokens, and knows which of them are still good: each is written down in Redis when it is made, looked up there
/// on every request, and struck out when its owner signs out. A token that cannot be looked up is not believed.
/// </summary>
public sealed class Tokens(
    SigningKeys keys,
    IConnectionMultiplexer redis,
    IOptions<LoginTokenOptions> options,
    TimeProvider time
)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes a token for somebody whose password was right, and writes it down.</summary>
    /// <exception cref="RedisException">Redis is away: nobody can sign in just now.</exception>
    public async Task<IssuedToken> IssueAsync(AdminUser user, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var expires = now + options.Value.Lifetime;
        var id = Guid.NewGuid().ToString("N");
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Subject] = user.Id.ToString(CultureInfo.InvariantCulture),
            [TokenClaims.TokenId] = id,
            [TokenClaims.Email] = user.Email,
            [TokenClaims.Name] = user.ShownName,
            [TokenClaims.Role] = Roles.Of(user),
        };
        if (user.TenantId is { } tenantId)
        {
            claims[TokenClaims.Tenant] = tenantId.ToString(CultureInfo.InvariantCulture);
        }
        var token = Handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = LoginTokenOptions.Issuer,
                Audience = LoginTokenOptions.Issuer,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = expires.UtcDateTime,
                Claims = claims,
                SigningCredentials = new SigningCredentials(
                    await keys.CurrentAsync(cancellationToken),
                    SecurityAlgorithms.HmacSha256
                ),
            }
        );
        await RedisAnswer.OfAsync(
            redis.GetDatabase().StringSetAsync(Key(user.TenantId, id), user.Id, options.Value.Lifetime)
        );
        return new IssuedToken(token, expires, options.Value.Lifetime);
    }

    /// <summary>Whether the token behind these claims is still good.</summary>
    /// <exception cref="RedisException">It cannot be told now.</exception>
    public async Task<bool> IsLiveAsync(ClaimsPrincipal principal) =>
        SignedInUser.From(principal) is { } user
        && await RedisAnswer.OfAsync(redis.GetDatabase().StringGetAsync(Key(user.TenantId, user.TokenId))) == user.Id;

    /// <summary>Strikes a token out; it is dead on every server at once.</summary>
    public Task RevokeAsync(SignedInUser user) =>
        RedisAnswer.OfAsync(redis.GetDatabase().KeyDeleteAsync(Key(user.TenantId, user.TokenId)));

    private static RedisKey Key(int? tenantId, string tokenId) =>
        $"bt:{(tenantId is { } id ? id.ToString(CultureInfo.InvariantCulture) : "platform")}:token:{tokenId}";
}

/// <summary>A token, when it expires, and for how long it is good from now.</summary>
public sealed record IssuedToken(string Value, DateTimeOffset ExpiresAt, TimeSpan Lifetime);
