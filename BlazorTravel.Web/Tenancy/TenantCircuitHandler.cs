using BlazorTravel.Web.Sessions;
using Finbuckle.MultiTenant.Abstractions;
using Finbuckle.MultiTenant.AspNetCore.Extensions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Gives a circuit its agency while the request that opened it is still there, registers the circuit so that it can be ended
/// from outside, and sets the tenancy library's own context for everything the circuit does.
/// </summary>
public sealed class TenantCircuitHandler(
    IHttpContextAccessor http,
    CurrentTenant current,
    CircuitDirectory circuits,
    NavigationManager navigation,
    AuthenticationStateProvider authentication,
    IMultiTenantContextSetter library
) : CircuitHandler
{
    private CircuitDirectory.LiveCircuit? live;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var context =
            http.HttpContext ?? throw new InvalidOperationException("A circuit was opened without a request.");
        current.Set(context.GetMultiTenantContext<AgencyTenant>().TenantInfo);
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        live = new CircuitDirectory.LiveCircuit(
            circuit.Id,
            current.Agency?.TenantId,
            SignedInUser.From(user),
            // Loading the page again shows whatever the server now says: a sign-in form, a suspended agency.
            () => navigation.NavigateTo(navigation.Uri, forceLoad: true)
        );
        circuits.Add(live);
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
            library.MultiTenantContext = new MultiTenantContext<AgencyTenant>(current.Agency, null, null);
            return next(activity);
        };
}
