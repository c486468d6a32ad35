using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Tests.Audit;

public sealed class AuditTrailTests(TestRun run) : IAsyncLifetime
{
    private TestPlatform platform = null!;
    private AgencyTenant acme = null!;

    public async ValueTask InitializeAsync()
    {
        platform = await TestPlatform.StartAsync(await run.PostgresAsync());
        acme = await platform.AddAgencyAsync("acme");
    }

    public ValueTask DisposeAsync() => platform.DisposeAsync();

    [Fact]
    public async Task An_entry_tells_who_what_where_from_and_what_changed()
    {
        var actor = new CurrentActor();
        actor.Set(new Actor(7, "Ann"), "203.0.113.9", "browser");
        await using (var lease = await platform.Databases.OpenAsync(acme))
        {
            new AuditTrail(actor, TimeProvider.System).Add(
                lease.Db,
                AuditActions.RequestStatusChanged,
                "request:BT-1",
                new { Status = RequestStatus.New },
                new { Status = RequestStatus.InProgress }
            );
            await lease.Db.SaveChangesAsync();
        }
        await using var reading = await platform.Databases.OpenAsync(acme);
        var entry = await reading.Db.AuditEntries.SingleAsync();
        Assert.Equal(
            (7, "Ann", "203.0.113.9", "browser"),
            (entry.ActorId!.Value, entry.ActorName, entry.Address, entry.Origin)
        );
        Assert.Equal("""{"status": "new"}""", entry.Before);
        Assert.Equal("""{"status": "in_progress"}""", entry.After);
    }

    [Fact]
    public void Where_nobody_is_signed_in_a_job_is_the_system_and_a_request_a_visitor()
    {
        var actor = new CurrentActor();
        Assert.Equal("System", actor.Source().ActorName);
        actor.Set(null, "203.0.113.9", "browser");
        Assert.Equal("Visitor", actor.Source().ActorName);
        Assert.Equal("Ann", actor.Source(new Actor(7, "Ann")).ActorName);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET actor_name = 'nobody'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("TRUNCATE audit_entries")]
    public async Task What_is_written_can_neither_be_changed_nor_removed(string sql)
    {
        await using (var lease = await platform.Databases.OpenAsync(acme))
        {
            new AuditTrail(new CurrentActor(), TimeProvider.System).Add(lease.Db, AuditActions.SettingsChanged, "x:y");
            await lease.Db.SaveChangesAsync();
            var refused = await Assert.ThrowsAsync<PostgresException>(() => lease.Db.Database.ExecuteSqlRawAsync(sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
        await using var main = await platform.Main.CreateDbContextAsync();
        new AuditTrail(new CurrentActor(), TimeProvider.System).Add(main, null, AuditActions.SignedIn, "x:y");
        await main.SaveChangesAsync();
        await Assert.ThrowsAsync<PostgresException>(() => main.Database.ExecuteSqlRawAsync(sql));
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_leaves_no_entry()
    {
        await using (var lease = await platform.Databases.OpenAsync(acme))
        {
            await using var transaction = await lease.Db.Database.BeginTransactionAsync();
            new AuditTrail(new CurrentActor(), TimeProvider.System).Add(lease.Db, AuditActions.SettingsChanged, "x:y");
            await lease.Db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }
        await using var reading = await platform.Databases.OpenAsync(acme);
        Assert.Empty(await reading.Db.AuditEntries.ToListAsync());
    }
}
