using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTravel.Web.Audit;

/// <summary>Notes who opens a circuit and from where, while the request that opens it is still there.</summary>
public sealed class ActorCircuitHandler(
    IHttpContextAccessor http,
    CurrentActor actor,
    AuthenticationStateProvider authentication
) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var address = http.HttpContext?.Connection.RemoteIpAddress?.ToString();
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        actor.Set(SignedInUser.From(user)?.Actor, address, "browser");
    }
}
