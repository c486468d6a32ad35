using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Walls.Traces;

/// <summary>What two agencies at work leave behind says whose it is.</summary>
public sealed class TracesTests(TracesWorld world) : IClassFixture<TracesWorld>
{
    [Fact]
    public async Task Every_key_in_Redis_says_whose_it_is()
    {
        var redis = world.Server.Services.GetRequiredService<IConnectionMultiplexer>();
        var left = new List<string>();
        await foreach (var key in redis.GetServers()[0].KeysAsync(pattern: "*"))
        {
            left.Add(key.ToString());
        }
        Assert.NotEmpty(left);
        var seen = world.Monitor.Keys.Where(name => !name.StartsWith("heard-", StringComparison.Ordinal)).Concat(left);
        Assert.Equal([], Marks.Unknown(seen, Marks.Keys));
        foreach (var agency in new[] { world.First, world.Second })
        {
            Assert.Contains(seen, name => name.StartsWith($"bt:{agency.Tenant.Id}:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_channel_says_whose_news_it_has()
    {
        Assert.Contains($"bt:{world.First.Tenant.Id}:request-changed", world.Monitor.Channels);
        Assert.Contains($"bt:{world.Second.Tenant.Id}:tenant-changed", world.Monitor.Channels);
        Assert.Equal([], Marks.Unknown(world.Monitor.Channels, Marks.Channels));
    }

    [Fact]
    public void While_one_agency_works_nothing_of_another_is_touched()
    {
        var others = $"bt:{world.Second.Tenant.Id}:";
        // Adding it was announced before the first began.
        var touched = world.NamesOfFirst.Except([$"{others}tenant-changed"]);
        Assert.DoesNotContain(touched, name => name.StartsWith(others, StringComparison.Ordinal));
        Assert.Contains(touched, name => name.StartsWith($"bt:{world.First.Tenant.Id}:", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_entry_of_the_cache_in_memory_says_whose_it_is()
    {
        var cache = (MemoryCache)world.Server.Services.GetRequiredService<IMemoryCache>();
        var names = cache.Keys.Select(key => $"{key}").ToList();
        Assert.NotEmpty(names);
        Assert.Equal([], Marks.Unknown(names, Marks.Cached));
    }

    [Fact]
    public async Task Every_job_says_whose_it_is_or_works_for_all()
    {
        var scheduler = await world.Server.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var jobs = await scheduler.GetJobKeys(GroupMatcher<JobKey>.AnyGroup());
        Assert.NotEmpty(jobs);
        Assert.Equal([], Marks.Unknown(jobs.Select(job => $"{job.Group}.{job.Name}"), Marks.Jobs));
        foreach (var job in jobs)
        {
            var data = (await scheduler.GetJobDetail(job))!.JobDataMap;
            Assert.True(data.Count == 0 || data.ContainsKey("tenant"), $"{job} has data and does not say whose.");
        }
    }

    [Fact]
    public void Every_file_of_an_agency_carries_its_name()
    {
        var files = Directory.GetFiles(world.Backends.DataDirectory, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var hosts = new[] { world.First.Tenant.Subdomain, world.Second.Tenant.Subdomain };
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            var name = Path.GetFileName(file);
            foreach (var host in hosts.Where(host => text.Contains($"{host}.localhost", StringComparison.Ordinal)))
            {
                // The mails about accounts are the platform's: they come from its host, whomever they are about.
                Assert.True(
                    name.Contains($"-{host}-localhost-", StringComparison.Ordinal)
                        || name.Contains("-localhost-", StringComparison.Ordinal)
                            && !hosts.Any(other => name.Contains($"-{other}-", StringComparison.Ordinal)),
                    $"{name} is about {host}."
                );
            }
        }
        Assert.All(
            hosts,
            host => Assert.Contains(files, file => file.Contains($"-{host}-localhost-", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_line_in_the_log_of_a_request_or_circuit_says_whose_it_is()
    {
        // The server itself logs around the application: before it is asked, and after it has answered.
        string[] around =
        [
            "Microsoft.AspNetCore.Hosting",
            "Microsoft.AspNetCore.Server.Kestrel",
            "Microsoft.AspNetCore.HostFiltering",
        ];
        var lines = world
            .Server.Complaints.Where(line => line.Scopes.Any(value => value.Key == "RequestId"))
            .Where(line => !around.Any(name => line.Category.StartsWith(name, StringComparison.Ordinal)))
            .ToList();
        Assert.NotEmpty(lines);
        var nobodys = lines.Where(line => TenantOf(line) is null).ToList();
        Assert.True(
            nobodys.Count == 0,
            $"{nobodys.Count} of {lines.Count} lines do not say whose they are:\n"
                + string.Join('\n', nobodys.Take(8).Select(line => $"{line} in {string.Join(' ', line.Scopes)}"))
        );
        Assert.Contains(lines, line => TenantOf(line) == world.First.Tenant.Id);
        Assert.Contains(lines, line => TenantOf(line) == TenantLogScope.Platform);
    }

    [Fact]
    public void While_one_agency_works_no_line_in_the_log_is_said_to_be_anothers() =>
        Assert.Equal(
            [],
            world
                .LinesOfFirst.Where(line => TenantOf(line) == world.Second.Tenant.Id)
                .Select(line => $"{line}")
                .Take(10)
        );

    [Fact]
    public void What_is_logged_about_an_agencys_mail_says_whose_it_is()
    {
        var lines = world.Server.Complaints.Where(line =>
            line.Category.StartsWith("BlazorTravel.Web.Mail.Delivery.OutboxSender", StringComparison.Ordinal)
        );
        Assert.All(lines, line => Assert.NotNull(TenantOf(line)));
    }

    private static string? TenantOf(BlazorTravel.Tests.Support.LoggedLine line) =>
        line.Scopes.LastOrDefault(value => value.Key == TenantLogScope.Key).Value as string;
}
