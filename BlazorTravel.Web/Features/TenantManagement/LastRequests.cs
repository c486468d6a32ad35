using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Asks agencies' own databases for their latest request: some at a time, and none for long.</summary>
public sealed partial class LastRequests(TenantDatabases databases, TimeProvider time, ILogger<LastRequests> logger)
{
    private const int MaxParallel = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Calls back for each agency as its answer comes, one at a time.</summary>
    public async Task RunAsync(
        IEnumerable<AgencyTenant> agencies,
        Func<int, LastRequest, Task> answered,
        CancellationToken cancellationToken
    )
    {
        using var oneAtATime = new SemaphoreSlim(1);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxParallel,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            agencies,
            parallel,
            async (agency, token) =>
            {
                var answer = await AskAsync(agency, token);
                await oneAtATime.WaitAsync(token);
                try
                {
                    await answered(agency.TenantId, answer);
                }
                finally
                {
                    oneAtATime.Release();
                }
            }
        );
    }

    private async Task<LastRequest> AskAsync(AgencyTenant agency, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var lease = await databases.OpenAsync(agency, either.Token);
            var last = await lease
                .Db.TravelRequests.OrderByDescending(request => request.CreatedAt)
                .Select(request => (DateTimeOffset?)request.CreatedAt)
                .FirstOrDefaultAsync(either.Token);
            return new LastRequest(true, last);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(logger, agency.Subdomain, exception);
            return new LastRequest(false, null);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database of agency {Subdomain} does not answer")]
    private static partial void LogUnreachable(ILogger logger, string subdomain, Exception exception);
}

/// <param name="IsReachable">False when the agency's database did not answer.</param>
/// <param name="At">When the latest request came; null when there is none.</param>
public readonly record struct LastRequest(bool IsReachable, DateTimeOffset? At);
