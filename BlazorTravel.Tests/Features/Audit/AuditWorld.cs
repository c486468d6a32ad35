using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Features.Desk;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>A new agency where Ana, from a known address, does things; and what its two logs have to say of it.</summary>
public sealed class AuditWorld : IAsyncDisposable
{
    public const string Address = "203.0.113.9";
    private static int agencies;
    private Guid since = Guid.Empty;

    private AuditWorld(AppServer server, TestAgency agency)
    {
        (Server, Agency) = (server, agency);
        Desk = new DeskScope(server, agency);
        Desk.Get<CurrentActor>().Set(DeskScope.Ana, Address, "browser");
    }

    public AppServer Server { get; }
    public TestAgency Agency { get; }

    /// <summary>Ana's page.</summary>
    public DeskScope Desk { get; }

    public int TenantId => Agency.Tenant.TenantId;

    public static async Task<AuditWorld> StartAsync(AppServer server, string name = "log") =>
        new(server, await TestAgency.AddAsync(server, $"{name}-{Interlocked.Increment(ref agencies)}"));

    public T Get<T>()
        where T : notnull => Desk.Get<T>();

    public Task<MainDbContext> MainAsync() =>
        Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    /// <summary>Forgets what was written so far; before what a test is about.</summary>
    public async Task StartLookingAsync() =>
        since = (await ReadAsync(Guid.Empty)).Select(entry => entry.Id).DefaultIfEmpty(Guid.Empty).Max();

    /// <summary>What both logs have got since, oldest first.</summary>
    public Task<List<AuditEntry>> NewEntriesAsync() => ReadAsync(since);

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    private async Task<List<AuditEntry>> ReadAsync(Guid after)
    {
        await using var main = await MainAsync();
        var theirs = await main
            .AuditEntries.Where(entry => entry.TenantId == TenantId && entry.Id > after)
            .ToListAsync();
        if (!await main.Tenants.AnyAsync(tenant => tenant.Id == TenantId))
        {
            return [.. theirs.OrderBy(entry => entry.Id)];
        }
        await using var lease = await Desk.OpenAsync();
        var own = await lease.Db.AuditEntries.Where(entry => entry.Id > after).ToListAsync();
        return [.. theirs.Concat(own).OrderBy(entry => entry.Id)];
    }
}
