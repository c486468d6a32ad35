using System.Collections.Concurrent;
using System.Globalization;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Sessions;

/// <summary>The circuits that live on this server; ends those whose session has ended or whose agency is closed.</summary>
public sealed partial class CircuitDirectory : IDisposable
{
    /// <summary>The page that was signed out from is leaving by itself; pulling it elsewhere would cross its way.</summary>
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(3);

    private const int MaxReminders = 10;

    private readonly ConcurrentDictionary<string, LiveCircuit> circuits = new(StringComparer.Ordinal);
    private readonly TenantDirectory tenants;
    private readonly TimeProvider time;
    private readonly ILogger<CircuitDirectory> logger;
    private readonly IDisposable tenantChanges;
    private readonly IDisposable endings;

    public CircuitDirectory(
        Announcements announcements,
        TenantDirectory tenants,
        TimeProvider time,
        ILogger<CircuitDirectory> logger
    )
    {
        (this.tenants, this.time, this.logger) = (tenants, time, logger);
        tenantChanges = announcements.OnTenantChanged(id => _ = EndSuspendedAsync(id));
        endings = announcements.OnSessionsEnded(ended =>
        {
            if (ended is { } known)
            {
                End(known);
            }
        });
    }

    public int Count => circuits.Count;

    /// <summary>The circuits at this moment.</summary>
    public IReadOnlyCollection<LiveCircuit> All => [.. circuits.Values];

    public void Add(LiveCircuit circuit) => circuits[circuit.Id] = circuit;

    public void Remove(LiveCircuit circuit) => circuits.TryRemove(circuit.Id, out _);

    /// <summary>Signs circuits out: they load again, and show what a stranger may see.</summary>
    public void SignOut(Func<LiveCircuit, bool> matches) => Each(matches, circuit => circuit.SignOut());

    /// <summary>Tells the pages that were signed out but are still there to load again: a message or a navigation may get lost.</summary>
    public void Remind() =>
        Each(
            circuit => circuit is { IsOver: true, Reminders: < MaxReminders },
            circuit =>
            {
                circuit.Reminders++;
                circuit.Reload();
            }
        );

    /// <summary>Closes the pages of agencies that are not active any more; of all agencies for null.</summary>
    public async Task EndSuspendedAsync(int? changed)
    {
        var ids = circuits.Values.Select(circuit => circuit.TenantId).OfType<int>().Distinct();
        foreach (var id in ids.Where(id => changed is null || id == changed).ToList())
        {
            try
            {
                var tenant = await tenants.FindAsync(id.ToString(CultureInfo.InvariantCulture));
                if (tenant is not { IsActive: true })
                {
                    Each(circuit => circuit.TenantId == id && circuit.User is null, circuit => circuit.Reload());
                    SignOut(circuit => circuit.TenantId == id && circuit.User is not null);
                }
            }
            catch (Exception exception)
            {
                LogNotChecked(logger, id, exception);
            }
        }
    }

    public void Dispose()
    {
        tenantChanges.Dispose();
        endings.Dispose();
    }

    private void End(EndedSessions ended)
    {
        var concerned = circuits
            .Values.Where(circuit =>
                circuit is { IsOver: false, User: { } user } && ended.Cover(user.TenantId, user.Id, user.SessionId)
            )
            .ToList();
        SignOut(circuit => concerned.Contains(circuit) && circuit.Page != ended.Page);
        foreach (var leaving in concerned.Where(circuit => circuit.Page == ended.Page))
        {
            _ = EndLaterAsync(leaving);
        }
    }

    private async Task EndLaterAsync(LiveCircuit leaving)
    {
        await Task.Delay(LeavingTime, time);
        SignOut(circuit => circuit == leaving);
    }

    private void Each(Func<LiveCircuit, bool> matches, Action<LiveCircuit> act)
    {
        foreach (var circuit in circuits.Values.Where(matches))
        {
            try
            {
                act(circuit);
            }
            catch (Exception exception)
            {
                // A page that is just going away, or whose connection is lost: it asks again when it comes back.
                LogNotTold(logger, circuit.Id, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Circuit {Circuit} could not be told to load again")]
    private static partial void LogNotTold(ILogger logger, string circuit, Exception exception);

    [LoggerMessage(LogLevel.Error, "The circuits of tenant {Tenant} could not be checked")]
    private static partial void LogNotChecked(ILogger logger, int tenant, Exception exception);
}
