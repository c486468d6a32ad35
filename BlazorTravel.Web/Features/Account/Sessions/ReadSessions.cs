using System.Net;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.Account.Sessions;

/// <summary>Where a person is signed in.</summary>
public sealed class ReadSessions(SessionStore sessions)
{
    /// <summary>The present session first, then the one used last.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">Redis is away.</exception>
    public async Task<IReadOnlyList<SessionView>> RunAsync(SignedInUser user)
    {
        var open = await sessions.OfAsync(user.TenantId, user.Id);
        return
        [
            .. open.Select(session => Describe(session, user.SessionId)).OrderByDescending(session => session.IsThis),
        ];
    }

    private static SessionView Describe(OpenSession session, string own)
    {
        var (program, system) = DeviceWords.Read(session.Device);
        var address = IPAddress.TryParse(session.Address, out var parsed) ? parsed : null;
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }
        return new SessionView(
            session.Id,
            program,
            system,
            address is null ? Place.Unknown
                : IPAddress.IsLoopback(address) ? Place.Server
                : IsPrivate(address) ? Place.OwnNetwork
                : Place.Elsewhere,
            address?.ToString() ?? "",
            session.How,
            session.Since,
            session.LastSeen,
            session.Id == own
        );
    }

    private static bool IsPrivate(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? bytes[0] == 10
                || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
                || (bytes[0] == 192 && bytes[1] == 168)
                || (bytes[0] == 169 && bytes[1] == 254)
            : address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
    }
}

/// <summary>One sign-in, as the list shows it.</summary>
/// <param name="Program">The browser's name, if known.</param>
/// <param name="System">The system's name, if known.</param>
/// <param name="How">One of <see cref="SignInOrigin"/>'s ways.</param>
/// <param name="IsThis">Whether the list is looked at with it.</param>
public sealed record SessionView(
    string Id,
    string? Program,
    string? System,
    Place Place,
    string Address,
    string How,
    DateTimeOffset Since,
    DateTimeOffset LastSeen,
    bool IsThis
);

/// <summary>What an address tells without guessing.</summary>
public enum Place
{
    Unknown,

    /// <summary>The machine that the platform runs on.</summary>
    Server,

    /// <summary>A private address: the network that the platform stands in.</summary>
    OwnNetwork,

    /// <summary>A public address, which is shown as it is.</summary>
    Elsewhere,
}
