using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Features.Desk;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Features.Audit;
using BlazorTravel.Web.Features.TenantManagement;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>The two logs as their pages read them.</summary>
public sealed class AuditReadingTests(AppFixture app) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);
    private AuditWorld world = null!;

    public async ValueTask InitializeAsync() => world = await AuditWorld.StartAsync(app.Server, "reading");

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Both_logs_are_merged_by_time_and_paged_without_a_gap()
    {
        // Every third is in the platform's log; each a second older than the one before.
        await AddAsync(Enumerable.Range(0, 40).Select(i => (Noon.AddSeconds(-i), i % 3 == 0, $"request:{i}")));
        var seen = new List<string>();
        for (var (filter, hasOlder) = (AuditFilter.Everything, true); hasOlder; )
        {
            var page = await world.Get<ReadAgencyLog>().RunAsync(filter, size: 7);
            Assert.True(page.Lines.Count == 7 || !page.HasOlder);
            seen.AddRange(page.Lines.Select(line => line.Subject.Name));
            hasOlder = page.HasOlder;
            filter = filter with { Before = page.Lines[^1].Id };
        }
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), seen);
    }

    [Fact]
    public async Task A_log_narrows_by_person_kind_subject_and_day()
    {
        await using (var lease = await world.Desk.OpenAsync())
        {
            lease.Db.AuditEntries.AddRange(
                Entry(Noon, AuditActions.RequestStatusChanged, "request:K7M-4Q2D", new(7, "Ann", null, "browser")),
                Entry(Noon, AuditActions.MailSentAgain, "mail:12", new(8, "Ben", null, "browser")),
                Entry(Noon, AuditActions.RequestReceived, "request:AAA-0001", new(null, "Traveler", null, "api")),
                // Before midnight in Berlin it is still the day before.
                Entry(Noon.AddHours(11), AuditActions.RequestNoteAdded, "request:LATE", new(7, "Ann", null, "browser"))
            );
            await lease.Db.SaveChangesAsync();
        }
        Assert.Equal(["LATE", "K7M-4Q2D"], await FindAsync("person=7"));
        Assert.Equal(["AAA-0001"], await FindAsync("person=Traveler"));
        Assert.Equal(["12"], await FindAsync("area=mail"));
        Assert.Equal(["K7M-4Q2D"], await FindAsync("q=k7m4q2d"));
        Assert.Equal(["K7M-4Q2D"], await FindAsync("q=4Q2"));
        Assert.Equal(["LATE"], await FindAsync("person=7&area=request&q=late"));
        Assert.Equal([], await FindAsync("q=%25"));
        Assert.Equal(4, (await FindAsync("from=2026-03-14&to=2026-03-14")).Count);
        Assert.Equal(["LATE"], await FindAsync("from=2026-03-15&zone=Europe/Berlin"));
        Assert.Equal(3, (await FindAsync("to=2026-03-14&zone=Europe/Berlin")).Count);
        Assert.Equal([], await FindAsync("to=2026-03-13"));
    }

    [Fact]
    public async Task What_happens_at_one_agency_never_shows_at_another()
    {
        await using var other = await AuditWorld.StartAsync(app.Server, "reading-other");
        await AddAsync([(Noon, true, "user:mine@example.com"), (Noon, false, "request:MINE")]);
        Assert.Empty((await other.Get<ReadAgencyLog>().RunAsync(AuditFilter.Everything)).Lines);
        // Not by asking for the other's agency either: an agency's log has no such filter.
        var asked = AuditFilter.Everything with
        {
            Agency = world.Agency.Tenant.Subdomain,
        };
        Assert.Empty((await other.Get<ReadAgencyLog>().RunAsync(asked)).Lines);
        Assert.Equal(2, (await world.Get<ReadAgencyLog>().RunAsync(AuditFilter.Everything)).Lines.Count);
        Assert.DoesNotContain(
            await other.Get<ReadAgencyLog>().ListPeopleAsync(),
            person => person.Email == world.Agency.AdminEmail
        );
    }

    [Fact]
    public async Task What_the_superadmin_does_to_an_agency_both_see_and_only_the_platform_sees_who()
    {
        await using (var db = await world.MainAsync())
        {
            var superadmin = await db.AdminUsers.SingleAsync(user => user.IsSuperadmin);
            world
                .Get<CurrentActor>()
                .Set(new Actor(superadmin.Id, superadmin.ShownName), AuditWorld.Address, "browser");
        }
        await world.Get<ChangeAgency>().RunAsync(world.TenantId, "Renamed", null);

        var agencys = Assert.Single((await world.Get<ReadAgencyLog>().RunAsync(AuditFilter.Everything)).Lines);
        Assert.Equal((null, AuditFilter.PlatformPeople, null), (agencys.ActorId, agencys.ActorName, agencys.Address));
        Assert.True(agencys.IsPlatform);
        var filter = AuditFilter.Everything with { Person = AuditFilter.PlatformPeople };
        Assert.Single((await world.Get<ReadAgencyLog>().RunAsync(filter)).Lines);

        foreach (var name in new[] { world.Agency.Tenant.Subdomain.ToUpperInvariant(), $"{world.TenantId}" })
        {
            var asked = AuditFilter.Everything with { Agency = name };
            var line = Assert.Single((await world.Get<ReadPlatformLog>().RunAsync(asked)).Lines);
            Assert.Equal("superadmin", line.ActorName);
            Assert.Equal((AuditWorld.Address, "Renamed"), (line.Address, line.Agency!.Name));
        }
    }

    [Fact]
    public async Task An_agency_that_is_gone_is_still_found_by_its_subdomain()
    {
        await world.Get<DeleteAgency>().RunAsync(world.TenantId);
        var asked = AuditFilter.Everything with { Agency = world.Agency.Tenant.Subdomain };
        var lines = (await world.Get<ReadPlatformLog>().RunAsync(asked)).Lines;
        Assert.Equal(AuditActions.AgencyDeleted, lines[0].Action);
        Assert.Equal(new AuditAgency(world.TenantId, null), lines[0].Agency);
        Assert.Empty((await world.Get<ReadPlatformLog>().RunAsync(asked with { Agency = "never-was" })).Lines);
    }

    [Fact]
    public async Task The_object_mapper_has_no_way_to_change_or_remove_an_entry()
    {
        await AddAsync([(Noon, false, "request:1")]);
        await using var lease = await world.Desk.OpenAsync();
        var entry = await lease.Db.AuditEntries.SingleAsync();
        lease.Db.Entry(entry).Property(e => e.ActorName).CurrentValue = "Nobody";
        await Assert.ThrowsAsync<InvalidOperationException>(() => lease.Db.SaveChangesAsync());
        lease.Db.ChangeTracker.Clear();
        lease.Db.AuditEntries.Remove(entry);
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => lease.Db.SaveChangesAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, ((PostgresException)refused.InnerException!).SqlState);
        await Assert.ThrowsAsync<PostgresException>(() => lease.Db.AuditEntries.ExecuteDeleteAsync());
        await Assert.ThrowsAsync<PostgresException>(() =>
            lease.Db.AuditEntries.ExecuteUpdateAsync(set => set.SetProperty(e => e.ActorName, "Nobody"))
        );
    }

    private async Task<List<string>> FindAsync(string query) =>
        [
            .. (await world.Get<ReadAgencyLog>().RunAsync(AuditFilter.Parse($"/admin/audit?{query}"))).Lines.Select(
                line => line.Subject.Name
            ),
        ];

    private async Task AddAsync(IEnumerable<(DateTimeOffset At, bool IsPlatform, string Subject)> entries)
    {
        await using var main = await world.MainAsync();
        await using var lease = await world.Desk.OpenAsync();
        foreach (var (at, isPlatform, subject) in entries)
        {
            var source = new AuditSource(1, "Ana", null, "browser");
            if (isPlatform)
            {
                main.AuditEntries.Add(Entry(at, AuditActions.SignedIn, subject, source, world.TenantId));
            }
            else
            {
                lease.Db.AuditEntries.Add(Entry(at, AuditActions.RequestReceived, subject, source));
            }
        }
        await main.SaveChangesAsync();
        await lease.Db.SaveChangesAsync();
    }

    private static AuditEntry Entry(
        DateTimeOffset at,
        string action,
        string subject,
        AuditSource source,
        int? tenantId = null
    ) => AuditEntry.Write(at, source, action, subject, tenantId: tenantId);
}
