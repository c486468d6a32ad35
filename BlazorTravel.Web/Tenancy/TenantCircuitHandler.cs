using BlazorTravel.Web.Sessions;
using Finbuckle.MultiTenant.Abstractions;
using Finbuckle.MultiTenant.AspNetCore.Extensions;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Gives a circuit its agency while the request that opened it is still there, and sets the tenancy library's own context for
/// everything the circuit does.
/// </summary>
public sealed class TenantCircuitHandler(
    IHttpContextAccessor http,
    CurrentTenant current,
    IMultiTenantContextSetter library
) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var context =
            http.HttpContext ?? throw new InvalidOperationException("A circuit was opened without a request.");
        current.Set(context.GetMultiTenantContext<AgencyTenant>().TenantInfo);
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
