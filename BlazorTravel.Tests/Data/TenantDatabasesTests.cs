using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Tests.Data;

public sealed class TenantDatabasesTests(TestRun run) : IAsyncLifetime
{
    private readonly TenantConnectionOptions limits = new()
    {
        MaxInUse = 8,
        MaxDatabases = 12,
        WaitTime = TimeSpan.FromSeconds(20),
    };
    private TestPlatform platform = null!;
    private AgencyTenant acme = null!;
    private AgencyTenant fjord = null!;

    public async ValueTask InitializeAsync()
    {
        platform = await TestPlatform.StartAsync(await run.PostgresAsync(), limits);
        acme = await platform.AddAgencyAsync("acme");
        fjord = await platform.AddAgencyAsync("fjord");
    }

    public ValueTask DisposeAsync() => platform.DisposeAsync();

    [Fact]
    public async Task Each_agency_has_a_database_of_its_own()
    {
        await AddAsync(acme, "Lisbon");
        await AddAsync(fjord, "Oslo");
        Assert.Equal(["Lisbon"], await DestinationsAsync(acme));
        Assert.Equal(["Oslo"], await DestinationsAsync(fjord));
    }

    [Fact]
    public async Task A_context_that_was_given_back_is_bound_to_no_database()
    {
        await AddAsync(acme, "Lisbon");
        TenantDbContext used;
        await using (var lease = await platform.Databases.OpenAsync(acme))
        {
            used = lease.Db;
            Assert.Single(await lease.Db.TravelRequests.ToListAsync());
        }
        // The pool hands the same context out again; nobody has bound it this time.
        await using var rented = await platform.UnboundContexts.CreateDbContextAsync();
        Assert.Same(used, rented);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rented.TravelRequests.ToListAsync());
        Assert.Empty(rented.ChangeTracker.Entries());
    }

    [Fact]
    public async Task A_lease_that_is_given_back_inside_a_transaction_leaves_nothing_behind()
    {
        await using (var lease = await platform.Databases.OpenAsync(acme))
        {
            await lease.Db.Database.BeginTransactionAsync();
            lease.Db.Add(Request("Nowhere"));
            await lease.Db.SaveChangesAsync();
        }
        Assert.Empty(await DestinationsAsync(acme));
        Assert.Empty(await DestinationsAsync(fjord));
    }

    [Fact]
    public async Task Giving_back_twice_frees_one_place_only()
    {
        for (var i = 0; i < limits.MaxInUse * 3; i++)
        {
            var lease = await platform.Databases.OpenAsync(acme);
            await lease.DisposeAsync();
            await lease.DisposeAsync();
        }
        var held = new List<TenantLease>();
        for (var i = 0; i < limits.MaxInUse; i++)
        {
            held.Add(await platform.Databases.OpenAsync(acme));
        }
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            platform.Databases.OpenAsync(acme, soon.Token).AsTask()
        );
        foreach (var lease in held)
        {
            await lease.DisposeAsync();
        }
    }

    [Fact]
    public async Task Many_agencies_at_once_stay_within_the_bound_of_connections()
    {
        var agencies = new List<AgencyTenant>();
        for (var i = 0; i < 30; i++)
        {
            agencies.Add(await platform.AddAgencyAsync($"many{i}"));
        }
        var peak = 0;
        using var done = new CancellationTokenSource();
        var watch = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    peak = Math.Max(peak, await CountConnectionsAsync());
                    await Task.Yield();
                }
            },
            TestContext.Current.CancellationToken
        );
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 600),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, token) =>
            {
                await using var lease = await platform.Databases.OpenAsync(agencies[i % agencies.Count], token);
                Assert.Equal(lease.Tenant.DatabaseName, lease.Connection.Database);
                await lease.Db.TravelRequests.CountAsync(token);
            }
        );
        await done.CancelAsync();
        await watch;
        Assert.InRange(peak, 1, limits.MaxInUse + (limits.MaxDatabases * 2));
    }

    [Fact]
    public async Task The_database_itself_refuses_what_the_domain_would_not_make()
    {
        await AddAsync(acme, "Lisbon");
        await using var lease = await platform.Databases.OpenAsync(acme);
        foreach (
            var wrong in new[]
            {
                "num_persons = 0",
                "num_persons = 100",
                "status = 'lost'",
                "return_date = travel_date - 1",
                "budget = 100",
                "destination = 'X'",
            }
        )
        {
            await lease.Db.Database.OpenConnectionAsync();
            await using var command = lease.Connection.CreateCommand();
            command.CommandText = "UPDATE travel_requests SET " + wrong;
            var failure = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.CheckViolation, failure.SqlState);
        }
    }

    private async Task AddAsync(AgencyTenant agency, string destination)
    {
        await using var lease = await platform.Databases.OpenAsync(agency);
        lease.Db.Add(Request(destination));
        await lease.Db.SaveChangesAsync();
    }

    private async Task<List<string>> DestinationsAsync(AgencyTenant agency)
    {
        await using var lease = await platform.Databases.OpenAsync(agency);
        return await lease.Db.TravelRequests.Select(request => request.Destination).ToListAsync();
    }

    private async Task<int> CountConnectionsAsync()
    {
        await using var command = platform.MainSource.CreateCommand(
            "SELECT count(*)::int FROM pg_stat_activity WHERE datname LIKE current_database() || '\\_%'"
        );
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static TravelRequest Request(string destination) =>
        TravelRequest.Receive(
            new TripDetails(
                destination,
                DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30),
                "ada@example.com",
                2
            ),
            Guid.NewGuid(),
            "en",
            TimeProvider.System.GetUtcNow()
        );
}
