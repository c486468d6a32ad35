using System.Security.Claims;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Registers a circuit so that it ends with its session, finds out whether that has ended already, and keeps the session
/// alive while the page is used.
/// </summary>
public sealed partial class SessionCircuitHandler(
    CurrentTenant current,
    CircuitDirectory circuits,
    OpenPage page,
    SessionStore sessions,
    NavigationManager navigation,
    AuthenticationStateProvider authentication,
    TimeProvider time,
    ILogger<SessionCircuitHandler> logger
) : CircuitHandler
{
    private static readonly TimeSpan TouchPause = TimeSpan.FromMinutes(1);
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private LiveCircuit? live;
    private long usedAt;

    /// <summary>After the tenant's handler, which says whose host this is.</summary>
    public override int Order => 1;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var user = SignedInUser.From((await authentication.GetAuthenticationStateAsync()).User);
        usedAt = time.GetTimestamp();
        live = new LiveCircuit(circuit.Id, page.Id, current.Agency?.TenantId, user, LoadAgain, SignOut)
        {
            CheckedAt = usedAt,
        };
        // Registered first, looked up then: an ending in between is seen by one of the two.
        circuits.Add(live);
        if (user is not null && !await sessions.IsOpenAsync(user.TenantId, user.SessionId))
        {
            live.SignOut();
        }
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (live is not null)
        {
            circuits.Remove(live);
        }
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        activity =>
        {
            if (live is { IsOver: false, User: { } user } && time.GetElapsedTime(usedAt) >= TouchPause)
            {
                usedAt = time.GetTimestamp();
                _ = TouchAsync(live, user);
            }
            return next(activity);
        };

    /// <summary>Who uses a page is there, even if no request tells so.</summary>
    private async Task TouchAsync(LiveCircuit circuit, SignedInUser user)
    {
        try
        {
            if (await sessions.IsOpenAsync(user.TenantId, user.SessionId))
            {
                circuit.CheckedAt = time.GetTimestamp();
            }
            else
            {
                circuit.SignOut();
            }
        }
        catch (RedisException exception)
        {
            LogNotTouched(logger, exception);
        }
        catch (Exception exception)
        {
            LogNotEnded(logger, circuit.Id, exception);
        }
    }

    /// <summary>Shows whatever the server now says: a sign-in form, a suspended agency.</summary>
    private void LoadAgain() => navigation.NavigateTo(navigation.Uri, forceLoad: true);

    private void SignOut()
    {
        page.IsLeaving = true;
        // On its way first: a component that does not bear to be torn down ends the circuit, and nothing could be sent then.
        LoadAgain();
        ((IHostEnvironmentAuthenticationStateProvider)authentication).SetAuthenticationState(Task.FromResult(Nobody));
    }

    [LoggerMessage(LogLevel.Information, "Redis does not answer, so the use of a page was not noted")]
    private static partial void LogNotTouched(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Circuit {Circuit} could not be told that its session has ended")]
    private static partial void LogNotEnded(ILogger logger, string circuit, Exception exception);
}
