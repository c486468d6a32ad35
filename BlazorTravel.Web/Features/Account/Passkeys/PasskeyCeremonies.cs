using System.Globalization;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account.Passkeys;

/// <summary>
/// Keeps what the two halves of a passkey ceremony must have in common. The page carries it, sealed; Redis remembers for as
/// long as it is good that it was used, on whichever server.
/// </summary>
public sealed class PasskeyCeremonies(SealedStates states, IConnectionMultiplexer redis, CurrentTenant current)
{
    public const string SignIn = "sign-in";
    private const int IdLength = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The purpose of registering a passkey for this person.</summary>
    public static string Registration(SignedInUser who) =>
        "registration:" + who.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Seals what Identity wants to see again.</summary>
    public string Begin(string purpose, string state) =>
        states.Seal("passkey:" + purpose, Guid.NewGuid().ToString("N") + state, Lifetime);

    /// <summary>The state once; null when it was used, is too old, or belongs to something else.</summary>
    /// <exception cref="RedisException">It cannot be told now whether it was used.</exception>
    public async Task<string?> FinishAsync(string purpose, string? sealedState)
    {
        if (states.Open("passkey:" + purpose, sealedState) is not { Length: > IdLength } state)
        {
            return null;
        }
        var tenant = current.Agency?.TenantId.ToString(CultureInfo.InvariantCulture) ?? "platform";
        var isFirst = await RedisAnswer.OfAsync(
            redis
                .GetDatabase()
                .StringSetAsync($"bt:{tenant}:ceremony:{state[..IdLength]}", "used", Lifetime, When.NotExists)
        );
        return isFirst ? state[IdLength..] : null;
    }
}
