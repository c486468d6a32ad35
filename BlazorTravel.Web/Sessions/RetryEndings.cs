using Quartz;

namespace BlazorTravel.Web.Sessions;

/// <summary>Ends on one server of the cluster what could not be ended at once.</summary>
[DisallowConcurrentExecution]
public sealed class RetryEndings(SessionEndings endings) : IJob
{
    public static readonly JobKey Key = new("retry-endings", "sessions");

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await endings.CarryOutAsync(cancellationToken);
}
