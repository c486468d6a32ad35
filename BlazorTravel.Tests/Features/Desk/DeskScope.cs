using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>What one person's page at an agency's desk has: the operations, for that agency.</summary>
public sealed class DeskScope : IAsyncDisposable
{
    public static readonly Actor Ana = new(1, "Ana");
    public static readonly Actor Ben = new(2, "Ben");

    private readonly AsyncServiceScope scope;

    public DeskScope(AppServer server, TestAgency agency)
    {
        scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(agency.Tenant);
    }

    public T Get<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public ValueTask<TenantLease> OpenAsync() => Get<TenantDatabase>().OpenAsync();

    /// <summary>Puts a request into the database, as old as is wanted.</summary>
    public async Task<TravelRequest> AddAsync(
        string destination = "Lisbon",
        int daysAhead = 40,
        string email = "zoe@example.com",
        string? name = null,
        int persons = 2,
        TimeSpan age = default
    )
    {
        var at = DateTimeOffset.UtcNow - age;
        var day = DateOnly.FromDateTime(at.UtcDateTime).AddDays(daysAhead);
        var request = TravelRequest.Receive(
            new TripDetails(destination, day, email, persons) { TravelerName = name },
            Guid.NewGuid(),
            "en",
            at
        );
        await using var lease = await OpenAsync();
        lease.Db.Add(request);
        await lease.Db.SaveChangesAsync();
        return request;
    }

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}
