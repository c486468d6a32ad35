using Quartz;

namespace BlazorTravel.Web.Sessions;

/// <summary>Once an hour: a new signing key when the present one has served its time, and what is past use goes.</summary>
[DisallowConcurrentExecution]
public sealed class RotateSigningKeys(SigningKeys keys, SessionEndings endings) : IJob
{
    public static readonly JobKey Key = new("rotate-signing-keys", "sessions");

    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await keys.RotateAsync(cancellationToken: cancellationToken);
        await endings.PruneAsync(cancellationToken);
    }
}
