using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTravel.Web.Features.Operations;

/// <summary>
/// Whether this server is on its way out: it finishes what it has and wants nothing new. It begins at the latest when the
/// server is asked to stop, and never ends.
/// </summary>
public sealed class Draining(IHostApplicationLifetime application) : IHealthCheck
{
    private volatile bool begun;

    public bool HasBegun => begun || application.ApplicationStopping.IsCancellationRequested;

    public void Begin() => begun = true;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            HasBegun
                ? HealthCheckResult.Unhealthy("It is stopping and takes nothing new.")
                : HealthCheckResult.Healthy()
        );
}
