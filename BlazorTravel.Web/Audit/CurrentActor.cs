using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Audit;

/// <summary>
/// Who acts in this request or circuit, and from where; filled at the edge. Where nobody fills it, as in a job, the system
/// itself acts.
/// </summary>
public sealed class CurrentActor
{
    private const string System = "System";
    private const string Stranger = "Visitor";

    /// <summary>The person or API key; null for a job, a traveler or somebody who is not signed in.</summary>
    public Actor? Who { get; private set; }

    /// <summary>The client's IP address.</summary>
    public string? Address { get; private set; }

    /// <summary>"browser", "api", "key:" with the key's name, or "job".</summary>
    public string Origin { get; private set; } = "job";

    public void Set(Actor? who, string? address, string origin) => (Who, Address, Origin) = (who, address, origin);

    /// <summary>As an entry keeps it; <paramref name="actor"/> for somebody who only just proved who they are.</summary>
    public AuditSource Source(Actor? actor = null) =>
        (actor ?? Who) is { } who
            ? new AuditSource(who.AdminId, who.Name, Address, Origin)
            : new AuditSource(null, Origin == "job" ? System : Stranger, Address, Origin);
}
