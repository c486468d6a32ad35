using Quartz;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>Runs <see cref="DueMail"/> on one server of the cluster every few seconds.</summary>
[DisallowConcurrentExecution]
public sealed class DispatchDueMail(DueMail dueMail) : IJob
{
    public static readonly JobKey Key = new("dispatch-due-mail", "mail");

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await dueMail.RunAsync(cancellationToken);
}
