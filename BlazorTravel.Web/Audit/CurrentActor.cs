using System.Net;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Audit;

/// <summary>
/// Who acts in this request or circuit, and from where; filled at the edge. Where nobody fills it, as in a job, the system
/// itself acts.
/// </summary>
public sealed class CurrentActor
{
    /// <summary>Who asks for a trip: nobody by name, and from nowhere by address, because a log cannot forget.</summary>
    public static readonly Actor Traveler = new(null, "Traveler");

    /// <summary>What a job does.</summary>
    public const string System = "System";

    /// <summary>Somebody who is not signed in.</summary>
    public const string Stranger = "Visitor";

    /// <summary>The person or API key; null for a job, a traveler or somebody who is not signed in.</summary>
    public Actor? Who { get; private set; }

    /// <summary>The client's IP address.</summary>
    public string? Address { get; private set; }

    /// <summary>"browser", "api", "key:" with the key's name, or "job".</summary>
    public string Origin { get; private set; } = "job";

    public void Set(Actor? who, string? address, string origin) => (Who, Address, Origin) = (who, address, origin);

    /// <summary>The same from a connection; IPv4 looks like IPv4, also on a socket for both.</summary>
    public void Set(Actor? who, IPAddress? address, string origin) =>
        Set(who, (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(), origin);

    /// <summary>Whoever is signed in, or else a traveler.</summary>
    public Actor WhoOrTraveler => Who ?? Traveler;

    /// <summary>As an entry keeps it; <paramref name="actor"/> for somebody who only just proved who they are.</summary>
    public AuditSource Source(Actor? actor = null) =>
        (actor ?? Who) is { } who
            ? new AuditSource(who.AdminId, who.Name, who == Traveler && Who is null ? null : Address, Origin)
            : new AuditSource(null, Origin == "job" ? System : Stranger, Address, Origin);
}
