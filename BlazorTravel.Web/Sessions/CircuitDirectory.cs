using System.Collections.Concurrent;
using BlazorTravel.Web.Live;

namespace BlazorTravel.Web.Sessions;

/// <summary>The circuits that live on this server, and the means to end those of an agency or a person.</summary>
public sealed partial class CircuitDirectory : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveCircuit> circuits = new(StringComparer.Ordinal);
    private readonly ILogger<CircuitDirectory> logger;

    /// <summary>The page that was signed out from is leaving by itself; pulling it elsewhere would cross its way.</summary>
    private static readonly TimeSpan SignOutGrace = TimeSpan.FromMilliseconds(500);

    private readonly IDisposable subscription;
    private readonly IDisposable signOuts;

    public CircuitDirectory(
        Announcements announcements,
        Tenancy.TenantDirectory tenants,
        TimeProvider time,
        ILogger<CircuitDirectory> logger
    )
    {
        this.logger = logger;
        subscription = announcements.OnTenantChanged(id => _ = EndSuspendedAsync(tenants, id));
        signOuts = announcements.OnSignedOut(token => _ = EndSignedOutAsync(token, time));
    }

    public int Count => circuits.Count;

    public void Add(LiveCircuit circuit) => circuits[circuit.Id] = circuit;

    public void Remove(LiveCircuit circuit) => circuits.TryRemove(circuit.Id, out _);

    /// <summary>Makes the pages that match load themselves again, where the server decides anew what they may see.</summary>
    public void Reload(Func<LiveCircuit, bool> matches)
    {
        foreach (var circuit in circuits.Values.Where(matches))
        {
            try
            {
                circuit.Reload();
            }
            catch (Exception exception)
            {
                // A page that is just going away, or whose connection is lost: it asks again when it comes back.
                LogNotReloaded(logger, circuit.Id, exception);
            }
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        signOuts.Dispose();
    }

    private async Task EndSignedOutAsync(string tokenId, TimeProvider time)
    {
        await Task.Delay(SignOutGrace, time);
        Reload(circuit => circuit.User?.TokenId == tokenId);
    }

    private async Task EndSuspendedAsync(Tenancy.TenantDirectory tenants, int? changed)
    {
        var ids = circuits.Values.Select(circuit => circuit.TenantId).OfType<int>().Distinct();
        foreach (var id in ids.Where(id => changed is null || id == changed).ToList())
        {
            try
            {
                var tenant = await tenants.FindAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                if (tenant is not { IsActive: true })
                {
                    Reload(circuit => circuit.TenantId == id);
                }
            }
            catch (Exception exception)
            {
                LogNotChecked(logger, id, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Circuit {Circuit} could not be told to reload")]
    private static partial void LogNotReloaded(ILogger logger, string circuit, Exception exception);

    [LoggerMessage(LogLevel.Error, "The circuits of tenant {Tenant} could not be checked")]
    private static partial void LogNotChecked(ILogger logger, int tenant, Exception exception);

    /// <summary>One open page: whose it is, and how to make it load again.</summary>
    public sealed record LiveCircuit(string Id, int? TenantId, SignedInUser? User, Action Reload);
}
