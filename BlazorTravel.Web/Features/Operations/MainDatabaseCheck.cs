using System.Data.Common;
using BlazorTravel.Web.Data.Main;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTravel.Web.Features.Operations;

/// <summary>Whether the main database answers; without it no agency can be told from another.</summary>
public sealed class MainDatabaseCheck(MainDatabase main) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = main.Source.CreateCommand("SELECT 1");
            // A server that hangs answers a cancelled query no sooner than the query.
            await command.ExecuteScalarAsync(cancellationToken).WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DbException exception)
        {
            // The code alone: the message may name hosts and accounts, and this is read without signing in.
            return HealthCheckResult.Unhealthy($"It does not answer ({exception.SqlState ?? "no connection"}).");
        }
    }
}
