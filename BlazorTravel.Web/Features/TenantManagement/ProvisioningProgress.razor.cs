using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Shows an agency being set up, step by step: at once when it happens on this server, within a second when on another.
/// </summary>
public sealed partial class ProvisioningProgress(
    FindAgency find,
    ProvisioningRuns runs,
    RetryAgency retry,
    TimeProvider time,
    ILogger<ProvisioningProgress> logger
)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource left = new();
    private AgencyDetails? agency;
    private bool isReading;
    private bool readAgain;

    [Parameter, EditorRequired]
    public int TenantId { get; set; }

    /// <summary>Called when the agency is ready, or setting it up failed.</summary>
    [Parameter]
    public EventCallback<AgencyDetails?> Ended { get; set; }

    protected override async Task OnInitializedAsync()
    {
        runs.Progressed += OnProgressed;
        await ReadAsync();
        if (RendererInfo.IsInteractive)
        {
            _ = FollowAsync();
        }
    }

    public void Dispose()
    {
        runs.Progressed -= OnProgressed;
        left.Cancel();
        left.Dispose();
    }

    private void OnProgressed(int id)
    {
        if (id == TenantId)
        {
            _ = InvokeAsync(ReadAsync);
        }
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(LookAgain, time);
        try
        {
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                if (agency is not { Agency.IsReady: true })
                {
                    await InvokeAsync(ReadAsync);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    /// <summary>News that comes while reading makes it read once more, not many times.</summary>
    private async Task ReadAsync()
    {
        readAgain = true;
        if (isReading)
        {
            return;
        }
        isReading = true;
        try
        {
            while (readAgain && !left.IsCancellationRequested)
            {
                readAgain = false;
                agency = await find.RunAsync(TenantId, left.Token);
                StateHasChanged();
            }
            var hasEnded = agency is null || agency.Agency.IsReady || agency.State == AgencyState.Failed;
            await Ended.InvokeAsync(hasEnded ? agency : null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotRead(logger, TenantId, exception);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            isReading = false;
        }
    }

    private async Task TryAgainAsync()
    {
        try
        {
            await retry.RunAsync(TenantId, left.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotRetried(logger, TenantId, exception);
        }
        await ReadAsync();
    }

    [LoggerMessage(LogLevel.Error, "Setting up tenant {Tenant} could not be tried again")]
    private static partial void LogNotRetried(ILogger logger, int tenant, Exception exception);

    [LoggerMessage(LogLevel.Warning, "How tenant {Tenant} gets on could not be read")]
    private static partial void LogNotRead(ILogger logger, int tenant, Exception exception);
}
