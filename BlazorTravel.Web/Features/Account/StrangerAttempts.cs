using System.Security.Cryptography;
using System.Text;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Sessions;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// Counts sign-ins with emails that have no account here, so that they are locked out just like those that have one: who
/// tries does not learn which is which.
/// </summary>
public sealed class StrangerAttempts(IConnectionMultiplexer redis)
{
    /// <summary>Counts one; answers how long the email is locked out, which is zero until there were too many.</summary>
    /// <exception cref="RedisException">Redis is away.</exception>
    public async Task<TimeSpan> CountAsync(int? tenantId, string email)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)));
        RedisKey key = tenantId is { } id ? $"bt:{id}:stranger:{hash}" : $"bt:platform:stranger:{hash}";
        var db = redis.GetDatabase();
        var count = await RedisAnswer.OfAsync(db.StringIncrementAsync(key));
        if (count <= AdminUser.MaxFailedSignIns)
        {
            await RedisAnswer.OfAsync(db.KeyExpireAsync(key, AdminUser.LockoutTime));
            return TimeSpan.Zero;
        }
        return await RedisAnswer.OfAsync(db.KeyTimeToLiveAsync(key)) ?? TimeSpan.Zero;
    }
}
