using BlazorTravel.Domain.Tenants;
using BlazorTravel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Data;

public sealed class TenantProvisionerTests(TestRun run) : IAsyncLifetime
{
    private TestPlatform platform = null!;

    public async ValueTask InitializeAsync() => platform = await TestPlatform.StartAsync(await run.PostgresAsync());

    public ValueTask DisposeAsync() => platform.DisposeAsync();

    [Fact]
    public async Task A_new_database_is_a_copy_of_the_template_with_the_latest_schema()
    {
        var agency = await platform.AddAgencyAsync("acme");
        await using var lease = await platform.Databases.OpenAsync(agency);
        Assert.Empty(await lease.Db.Database.GetPendingMigrationsAsync());
        Assert.Equal(0, await lease.Db.TravelRequests.CountAsync());
    }

    [Fact]
    public async Task Creating_a_database_twice_at_once_makes_one()
    {
        var name = platform.Provisioner.DatabaseNameFor(Subdomain.Parse("twice"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => platform.Provisioner.CreateDatabaseAsync(name)));
        await platform.Provisioner.CreateDatabaseAsync(name);
        Assert.Equal(platform.Provisioner.LatestVersion, await platform.Provisioner.MigrateAsync(name));
    }

    [Fact]
    public async Task The_template_is_made_once_and_made_again_when_it_was_left_half_done()
    {
        await platform.Provisioner.EnsureTemplateAsync();
        await using (var command = platform.MainSource.CreateCommand())
        {
            command.CommandText = "SELECT format('COMMENT ON DATABASE %I IS NULL', current_database() || '__template')";
            var forget = (string)(await command.ExecuteScalarAsync())!;
            command.CommandText = forget;
            await command.ExecuteNonQueryAsync();
        }
        await platform.Provisioner.EnsureTemplateAsync();
        Assert.NotNull(await platform.AddAgencyAsync("after"));
    }

    [Fact]
    public async Task An_account_that_may_only_make_databases_is_enough()
    {
        await using var ordinary = await TestPlatform.StartAsync(await run.PostgresAsync(), asOrdinaryAccount: true);
        await using (var command = ordinary.MainSource.CreateCommand())
        {
            command.CommandText = "SELECT format('COMMENT ON DATABASE %I IS NULL', current_database() || '__template')";
            command.CommandText = (string)(await command.ExecuteScalarAsync())!;
            await command.ExecuteNonQueryAsync();
        }

        await ordinary.Provisioner.EnsureTemplateAsync();
        var agency = await ordinary.AddAgencyAsync("modest");
        await ordinary.Provisioner.DropDatabaseAsync(agency.DatabaseName);
    }

    [Fact]
    public async Task Only_agencies_with_an_old_schema_are_migrated()
    {
        var old = await platform.AddAgencyAsync("old");
        await using (var db = await platform.Main.CreateDbContextAsync())
        {
            await db.Tenants.ExecuteUpdateAsync(set => set.SetProperty(tenant => tenant.SchemaVersion, "0_Nothing"));
        }
        await platform.Provisioner.MigrateAllAsync();
        await using var after = await platform.Main.CreateDbContextAsync();
        Assert.Equal(
            platform.Provisioner.LatestVersion,
            (await after.Tenants.SingleAsync(tenant => tenant.Id == old.TenantId)).SchemaVersion
        );
    }

    [Fact]
    public async Task Dropping_a_database_that_is_in_use_works()
    {
        var agency = await platform.AddAgencyAsync("gone");
        await using var lease = await platform.Databases.OpenAsync(agency);
        await lease.Db.Database.OpenConnectionAsync();
        await platform.Provisioner.DropDatabaseAsync(agency.DatabaseName);
        await Assert.ThrowsAnyAsync<Exception>(() => lease.Db.TravelRequests.CountAsync());
    }
}
