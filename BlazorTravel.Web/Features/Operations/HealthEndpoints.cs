using System.Text.Json;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTravel.Web.Features.Operations;

/// <summary>
/// <c>/health/live</c>: the process runs and answers. <c>/health/ready</c>: it may be given requests; with the state of
/// everything it depends on. Both answer on every host, and 503 for "no".
/// </summary>
public static class HealthEndpoints
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        // Asks nothing of others: a process is not to be restarted because the database is away.
        Map(endpoints, Live, "alive", _ => false);
        Map(endpoints, Ready, "ready", _ => true);
    }

    private static void Map(
        IEndpointRouteBuilder endpoints,
        string path,
        string yes,
        Func<HealthCheckRegistration, bool> asks
    ) =>
        endpoints
            .MapHealthChecks(
                path,
                new HealthCheckOptions
                {
                    Predicate = asks,
                    ResponseWriter = (context, report) =>
                        context.Response.WriteAsJsonAsync(Describe(report, yes), Json, context.RequestAborted),
                }
            )
            .WithMetadata(new ServesEveryHost())
            .AllowAnonymous()
            .DisableRateLimiting();

    private static HealthAnswer Describe(HealthReport report, string yes) =>
        new(
            Word(report.Status, yes),
            report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new DependencyAnswer(
                    Word(entry.Value.Status, "up"),
                    Math.Round(entry.Value.Duration.TotalMilliseconds, 1),
                    entry.Value.Description,
                    entry.Value.Data is { Count: > 0 } data ? data : null
                )
            )
        );

    private static string Word(HealthStatus status, string yes) =>
        status switch
        {
            HealthStatus.Healthy => yes,
            HealthStatus.Degraded => "degraded",
            _ => "down",
        };

    private sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, DependencyAnswer> Dependencies);

    /// <param name="Milliseconds">How long the answer took.</param>
    private sealed record DependencyAnswer(
        string Status,
        double Milliseconds,
        string? Detail,
        IReadOnlyDictionary<string, object>? Facts
    );
}
