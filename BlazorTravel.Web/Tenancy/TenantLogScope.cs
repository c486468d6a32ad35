using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// A log scope with one value, <c>Tenant</c>: the agency's id, "platform", or "unknown" as long as it is not decided. It is
/// read when a line is written, so that the scope can be opened before the agency is known.
/// </summary>
public sealed class TenantLogScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string Key = "Tenant";
    public const string Platform = "platform";
    private const string Unknown = "unknown";

    private readonly Func<string> read;

    private TenantLogScope(Func<string> read) => this.read = read;

    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new(Key, read()) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>For a request or a circuit, of which it may not be known yet whose it is.</summary>
    public static TenantLogScope Of(CurrentTenant current) =>
        new(() => current.IsSet ? Name(current.Agency?.TenantId) : Unknown);

    /// <summary>For work on one agency, or with null on the platform.</summary>
    public static TenantLogScope Of(int? tenantId)
    {
        var name = Name(tenantId);
        return new(() => name);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Key}:{read()}";

    private static string Name(int? tenantId) => tenantId?.ToString(CultureInfo.InvariantCulture) ?? Platform;
}

/// <summary>Opens the scope for everything that a request writes into the log.</summary>
public sealed class TenantLogMiddleware(RequestDelegate next, ILogger<TenantLogMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context, CurrentTenant current)
    {
        using (logger.BeginScope(TenantLogScope.Of(current)))
        {
            await next(context);
        }
    }
}

/// <summary>Opens the scope for everything that comes in over a circuit's connection.</summary>
public sealed class TenantLogFilter(ILogger<TenantLogFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        var current = invocationContext.Context.GetHttpContext()?.RequestServices.GetRequiredService<CurrentTenant>();
        using (current is null ? null : logger.BeginScope(TenantLogScope.Of(current)))
        {
            return await next(invocationContext);
        }
    }
}
