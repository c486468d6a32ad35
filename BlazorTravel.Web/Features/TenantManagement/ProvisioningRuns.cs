using System.Collections.Concurrent;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Sets agencies up in the background of this server, so that it goes on when the browser goes away. Looks now and then for
/// agencies whose server died on the way, and goes on with them.
/// </summary>
public sealed partial class ProvisioningRuns(
    IServiceScopeFactory scopes,
    IDbContextFactory<MainDbContext> databases,
    TimeProvider time,
    ILogger<ProvisioningRuns> logger
) : BackgroundService
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<int, Task> running = new();

    /// <summary>Tells of every step that begins or ends on this server, with the agency's id.</summary>
    public event Action<int>? Progressed;

    /// <summary>Begins, unless this server is at it already; the task ends with the last step or the first failure.</summary>
    public Task Start(int tenantId)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = running.GetOrAdd(tenantId, begun.Task);
        if (run == begun.Task)
        {
            _ = Task.Run(() => RunAsync(tenantId, begun));
        }
        return run;
    }

    /// <summary>The agency's run on this server, or a task that has ended.</summary>
    public Task Running(int tenantId) => running.GetValueOrDefault(tenantId, Task.CompletedTask);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ProvisionAgency.StaleAfter, time);
        do
        {
            try
            {
                foreach (var id in await FindLostAsync(stoppingToken))
                {
                    LogGoingOn(logger, id);
                    _ = Start(id);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotFound(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // What has begun ends in a moment; killed in the middle it would wait for another server to notice.
        await Task.WhenAny(Task.WhenAll(running.Values), Task.Delay(StopPatience, time, cancellationToken));
    }

    private async Task RunAsync(int tenantId, TaskCompletionSource begun)
    {
        using var whose = logger.BeginScope(TenantLogScope.Of(tenantId));
        try
        {
            // A scope of its own: what is done here the system does, whoever began it.
            await using var scope = scopes.CreateAsyncScope();
            var provision = scope.ServiceProvider.GetRequiredService<ProvisionAgency>();
            await provision.RunAsync(tenantId, () => Progressed?.Invoke(tenantId));
        }
        catch (Exception exception)
        {
            LogBroken(logger, tenantId, exception);
        }
        finally
        {
            running.TryRemove(tenantId, out _);
            begun.SetResult();
            Progressed?.Invoke(tenantId);
        }
    }

    private async Task<List<int>> FindLostAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - ProvisionAgency.StaleAfter;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Tenants.Where(tenant =>
                (tenant.Provisioning == ProvisioningState.Pending || tenant.Provisioning == ProvisioningState.Running)
                && tenant.UpdatedAt <= before
            )
            .Select(tenant => tenant.Id)
            .ToListAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Going on to set up tenant {Tenant}, whose server is gone")]
    private static partial void LogGoingOn(ILogger logger, int tenant);

    [LoggerMessage(LogLevel.Warning, "Agencies that are half set up could not be looked for")]
    private static partial void LogNotFound(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Setting up tenant {Tenant} broke off")]
    private static partial void LogBroken(ILogger logger, int tenant, Exception exception);
}
