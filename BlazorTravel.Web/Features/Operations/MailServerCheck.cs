using BlazorTravel.Web.Mail.Delivery;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTravel.Web.Features.Operations;

/// <summary>Whether mail gets away, as the sending of it last showed; nothing is asked of the mail server for this.</summary>
public sealed class MailServerCheck(MailServerState mail) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            mail.Outage is { } outage
                ? HealthCheckResult.Degraded(
                    "Mail waits for the mail server.",
                    data: new Dictionary<string, object> { ["since"] = outage.Since, ["failures"] = outage.Failures }
                )
                : HealthCheckResult.Healthy()
        );
}
