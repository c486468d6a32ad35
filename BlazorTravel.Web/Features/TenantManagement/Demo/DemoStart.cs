using BlazorTravel.Web.Setup;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>Makes the demo agencies once the application listens, and prints where everything is and how to get in.</summary>
public sealed partial class DemoStart(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    IOptions<PlatformOptions> platform,
    IOptions<SuperadminOptions> superadmin,
    ILogger<DemoStart> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stoppingToken);
        var agencies = new List<DemoAgency>();
        foreach (var demo in DemoAgency.All)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<SeedDemoAgency>().RunAsync(demo, stoppingToken);
                agencies.Add(demo);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotMade(logger, demo.Subdomain, exception);
            }
        }
        await Console.Out.WriteLineAsync(Describe(agencies));
    }

    private string Describe(IReadOnlyList<DemoAgency> agencies)
    {
        var lines = new List<string> { "", "  BlazorTravel is ready.", "" };
        void Add(string what, string where, string? who) => lines.Add($"  {what, -16}{where, -42}{who}".TrimEnd());

        var isStandard =
            superadmin.Value is
            {
                Email: null or SuperadminOptions.DevelopmentEmail,
                Password: null or SuperadminOptions.DevelopmentPassword
            };
        Add(
            "Platform",
            platform.Value.PlatformUrl + "/superadmin/tenants",
            isStandard
                ? $"{SuperadminOptions.DevelopmentEmail} / {SuperadminOptions.DevelopmentPassword}"
                : superadmin.Value.Email
        );
        foreach (var agency in agencies)
        {
            var address = platform.Value.AgencyUrl(agency.Subdomain);
            lines.Add("");
            Add(agency.Name, address, "the traveler’s form");
            Add("  desk", address + "/admin", $"{agency.AdminEmail} / {agency.Password}");
            Add("", "", $"{agency.AgentEmail} / {agency.Password}");
        }
        lines.Add("");
        return string.Join(Environment.NewLine, lines);
    }

    [LoggerMessage(LogLevel.Error, "Demo agency {Subdomain} could not be made")]
    private static partial void LogNotMade(ILogger logger, string subdomain, Exception exception);
}
