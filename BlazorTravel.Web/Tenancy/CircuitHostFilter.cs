using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.SignalR;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Refuses a circuit whose address is not the host it was opened on. Blazor takes a page's base address from the client, so
/// without this a page of one agency could claim to be another's.
/// </summary>
public sealed partial class CircuitHostFilter(ILogger<CircuitHostFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        var claimed = invocationContext.HubMethodName switch
        {
            "StartCircuit" => invocationContext.HubMethodArguments.ElementAtOrDefault(0) as string,
            "ResumeCircuit" => invocationContext.HubMethodArguments.ElementAtOrDefault(1) as string,
            _ => null,
        };
        var isOpening = invocationContext.HubMethodName is "StartCircuit" or "ResumeCircuit";
        if (isOpening || invocationContext.HubMethodName == "ConnectCircuit")
        {
            var http = invocationContext.Context.GetHttpContext();
            var agency = http?.RequestServices.GetRequiredService<CurrentTenant>().Agency;
            var user = SignedInUser.From(invocationContext.Context.User);
            if (
                http is null
                || (isOpening && !IsHost(claimed, http.Request.Host))
                || (user is not null && user.TenantId != agency?.TenantId)
            )
            {
                LogRefused(logger, invocationContext.HubMethodName, http?.Request.Host.Value);
                invocationContext.Context.Abort();
                return null;
            }
        }
        return await next(invocationContext);
    }

    private static bool IsHost(string? address, HostString host) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Warning, "Refused {Method} with a forged host or a foreign sign-in on {Host}")]
    private static partial void LogRefused(ILogger logger, string method, string? host);
}
