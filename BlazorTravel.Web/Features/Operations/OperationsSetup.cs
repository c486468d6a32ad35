using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTravel.Web.Features.Operations;

/// <summary>What those who run the platform see of it.</summary>
public static class OperationsSetup
{
    /// <summary>A dependency that does not answer within this is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<Draining>();
        // Only what no request can do without makes a server unready; the rest is told and lived with.
        services
            .AddHealthChecks()
            .AddCheck<Draining>("server", HealthStatus.Unhealthy)
            .AddCheck<MainDatabaseCheck>("main_database", HealthStatus.Unhealthy, [], Patience)
            .AddCheck<RedisCheck>("redis", HealthStatus.Degraded, [], Patience)
            .AddCheck<MailServerCheck>("mail_server", HealthStatus.Degraded, [], Patience);
    }

    public static void MapOperations(this IEndpointRouteBuilder endpoints) => HealthEndpoints.Map(endpoints);
}
