using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Refuses a circuit whose address is not the host it was opened on: Blazor takes a page's base address from the client, so
/// without this a page of one agency could claim to be another's. And lets nobody go on with a circuit but the session that
/// it was opened with, as long as that has not ended.
/// </summary>
public sealed partial class CircuitHostFilter(CircuitOwners owners, ILogger<CircuitHostFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        var method = invocationContext.HubMethodName;
        var isOpening = method is "StartCircuit" or "ResumeCircuit";
        if (!isOpening && method != "ConnectCircuit")
        {
            return await next(invocationContext);
        }
        var claimed = Argument(invocationContext, method == "ResumeCircuit" ? 1 : 0);
        var http = invocationContext.Context.GetHttpContext();
        var agency = http?.RequestServices.GetRequiredService<CurrentTenant>().Agency;
        var user = SignedInUser.From(invocationContext.Context.User);
        if (
            http is null
            || (isOpening && !IsHost(claimed, http.Request.Host))
            || (user is not null && user.TenantId != agency?.TenantId)
        )
        {
            LogRefused(logger, method, http?.Request.Host.Value);
            invocationContext.Context.Abort();
            return null;
        }
        try
        {
            if (
                method != "StartCircuit"
                && !await owners.MayGoOnAsync(Argument(invocationContext, 0) ?? "", agency?.TenantId, user)
            )
            {
                // As for a circuit that is not there any more: the page loads again.
                LogNotTheirs(logger, method, http.Request.Host.Value);
                return method == "ConnectCircuit" ? false : null;
            }
            var answer = await next(invocationContext);
            if (isOpening && answer is string secret)
            {
                await owners.NoteAsync(secret, agency?.TenantId, user);
            }
            return answer;
        }
        catch (RedisException exception)
        {
            // The page tries again by itself, and keeps what it shows until it can be checked.
            LogNotChecked(logger, method, exception);
            invocationContext.Context.Abort();
            throw new HubException("The sign-in cannot be checked at the moment.");
        }
    }

    private static string? Argument(HubInvocationContext context, int index) =>
        context.HubMethodArguments.ElementAtOrDefault(index) as string;

    private static bool IsHost(string? address, HostString host) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Warning, "Refused {Method} with a forged host or a foreign sign-in on {Host}")]
    private static partial void LogRefused(ILogger logger, string method, string? host);

    [LoggerMessage(LogLevel.Information, "{Method} on {Host}: the circuit is not of this session, or that has ended")]
    private static partial void LogNotTheirs(ILogger logger, string method, string? host);

    [LoggerMessage(LogLevel.Warning, "{Method} was refused: Redis does not answer")]
    private static partial void LogNotChecked(ILogger logger, string method, Exception exception);
}
