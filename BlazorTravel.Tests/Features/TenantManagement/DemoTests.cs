using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Features.TenantManagement.Demo;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.TenantManagement;

/// <summary>Demo agencies: plausible, only on development machines.</summary>
public sealed class DemoTests(TestRun run)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Demo_requests_are_the_same_for_the_same_seed_and_show_every_status()
    {
        static List<TravelRequest> Make() => [.. new DemoRequests(7, Now, [new Actor(1, "Robin")]).Make(300)];
        var requests = Make();
        Assert.Equal(
            requests.Select(request => (request.Destination, request.UserEmail, request.Status)),
            Make().Select(request => (request.Destination, request.UserEmail, request.Status))
        );
        Assert.Equal(Enum.GetValues<RequestStatus>(), requests.Select(request => request.Status).Distinct().Order());
        Assert.All(requests, request => Assert.InRange(request.UpdatedAt, request.CreatedAt, Now));
        Assert.All(requests, request => Assert.InRange(request.CreatedAt, Now.AddDays(-121), Now));
        Assert.Contains(requests, request => request.SeenAt is null);
        Assert.True(requests.Select(request => request.Culture).Distinct().Count() >= 4);
    }

    [Fact]
    public async Task A_development_machine_starts_with_demo_agencies_and_no_mail_for_them()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var server = await backends.StartServerAsync(WithDemo("Development"));
        var directory = server.Services.GetRequiredService<TenantDirectory>();
        var databases = server.Services.GetRequiredService<TenantDatabases>();
        await Waiting.UntilAsync(async () =>
        {
            if (await directory.FindAsync("fjord") is not { IsReady: true } fjord)
            {
                return false;
            }
            await using var lease = await databases.OpenAsync(fjord);
            return await lease.Db.TravelRequests.CountAsync() == 40 && !await lease.Db.OutgoingMails.AnyAsync();
        });
        await using var db = await new Superadmin(server).MainAsync();
        Assert.False(await db.OutgoingMails.AnyAsync());
    }

    [Fact]
    public async Task Staging_never_has_demo_agencies_and_does_not_start_where_they_are_wanted()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var server = await backends.StartServerAsync(new AppOptions { Environment = "Staging" });
        Assert.Null(server.Services.GetService<SeedDemoAgency>());
        Assert.DoesNotContain(
            server.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>(),
            service => service is DemoStart
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() => backends.StartServerAsync(WithDemo("Staging")));
    }

    private static AppOptions WithDemo(string environment) =>
        new()
        {
            Environment = environment,
            Settings = new Dictionary<string, string?> { ["Demo:Enabled"] = "true", ["Demo:Requests"] = "40" },
        };
}
