using System.Globalization;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>
/// How many invitations and password links an agency may ask for within an hour, refused ones included: nobody's mailbox is
/// flooded, and nobody finds out which addresses have an account by trying many.
/// </summary>
public sealed class MailAllowance(IConnectionMultiplexer redis, CurrentTenant current, TimeProvider time)
{
    public const int PerHour = 40;

    /// <summary>Between two mails of a kind to the same person.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);

    /// <summary>Takes one of this hour's; false when there are none left.</summary>
    /// <exception cref="RedisException">It cannot be told now.</exception>
    public async Task<bool> TryTakeAsync()
    {
        var hour = time.GetUtcNow().ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        RedisKey key = string.Create(
            CultureInfo.InvariantCulture,
            $"bt:{current.Required.TenantId}:people-mail:{hour}"
        );
        var db = redis.GetDatabase();
        var count = await RedisAnswer.OfAsync(db.StringIncrementAsync(key));
        if (count == 1)
        {
            await RedisAnswer.OfAsync(db.KeyExpireAsync(key, TimeSpan.FromHours(2)));
        }
        return count <= PerHour;
    }
}
