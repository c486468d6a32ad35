using BlazorTravel.Domain.Mail;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Mail;

/// <summary>When a marker may go, and when it comes due.</summary>
public sealed class MarkerTests(TestRun run)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_marker_stays_as_long_as_a_transaction_from_then_may_commit_a_mail_and_then_goes()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        var markedAt = world.Time.GetUtcNow();
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        // Looked at early and found empty: it must not go.
        await Markers(world).BringForwardAsync(agency.TenantId, world.Time.GetUtcNow(), Cancelled);
        await world.Services.RunDueMailAsync();

        var marker = await world.Services.MarkerAsync(agency);
        Assert.Equal((markedAt, markedAt + MailOutbox.MarkerDelay), (marker?.MarkedAt, marker?.DueAt));

        world.Time.Advance(MailOutbox.MarkerDelay + Second);
        await world.Services.RunDueMailAsync();
        Assert.Null(await world.Services.MarkerAsync(agency));
    }

    [Fact]
    public async Task A_marker_that_was_set_again_while_its_outbox_was_looked_at_stays()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        await Markers(world).MarkAsync(agency.TenantId, Cancelled);
        world.Time.Advance(2 * MailOutbox.MarkerDelay);
        var claimed = Assert.Single(await Markers(world).ClaimDueAsync(10, Cancelled));
        // Another server announces a mail that is not committed yet.
        var announcedAt = world.Time.GetUtcNow();
        await Markers(world.StartServer()).MarkAsync(agency.TenantId, Cancelled);

        await Markers(world).SettleAsync(claimed, null, Cancelled);

        var marker = await world.Services.MarkerAsync(agency);
        Assert.Equal(announcedAt, marker?.MarkedAt);
        Assert.True(marker?.DueAt <= announcedAt + MailOutbox.MarkerDelay);
    }

    [Fact]
    public async Task A_marker_comes_due_with_the_next_mail()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        await Markers(world).MarkAsync(agency.TenantId, Cancelled);
        world.Time.Advance(2 * MailOutbox.MarkerDelay);
        var claimed = Assert.Single(await Markers(world).ClaimDueAsync(10, Cancelled));
        var nextMailAt = world.Time.GetUtcNow() + TimeSpan.FromHours(3);

        await Markers(world).SettleAsync(claimed, nextMailAt, Cancelled);

        Assert.Equal(nextMailAt, (await world.Services.MarkerAsync(agency))?.DueAt);
    }

    [Fact]
    public async Task A_marker_that_still_covers_transactions_does_not_wait_for_a_later_mail()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        var markedAt = world.Time.GetUtcNow();
        await Markers(world).MarkAsync(agency.TenantId, Cancelled);
        await Markers(world).BringForwardAsync(agency.TenantId, markedAt, Cancelled);
        var claimed = Assert.Single(await Markers(world).ClaimDueAsync(10, Cancelled));

        await Markers(world).SettleAsync(claimed, markedAt + TimeSpan.FromHours(3), Cancelled);

        Assert.Equal(markedAt + MailOutbox.MarkerDelay, (await world.Services.MarkerAsync(agency))?.DueAt);
    }

    [Fact]
    public async Task A_claimed_marker_is_nobody_elses_until_its_claim_is_over()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        await Markers(world).MarkAsync(agency.TenantId, Cancelled);
        world.Time.Advance(MailOutbox.MarkerDelay);

        Assert.Single(await Markers(world).ClaimDueAsync(10, Cancelled));
        Assert.Empty(await Markers(world).ClaimDueAsync(10, Cancelled));
        world.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Single(await Markers(world).ClaimDueAsync(10, Cancelled));
    }

    [Fact]
    public async Task Many_requests_within_seconds_write_one_marker_and_a_later_one_writes_it_anew()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        var first = world.Time.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Markers(world).MarkAsync(agency.TenantId, Cancelled)));
        world.Time.Advance(TimeSpan.FromSeconds(14));
        await Markers(world).MarkAsync(agency.TenantId, Cancelled);
        Assert.Equal(first, (await world.Services.MarkerAsync(agency))?.MarkedAt);

        world.Time.Advance(Second);
        await Markers(world).MarkAsync(agency.TenantId, Cancelled);

        Assert.Equal(first + (15 * Second), (await world.Services.MarkerAsync(agency))?.MarkedAt);
    }

    [Fact]
    public async Task An_agency_whose_database_is_being_restored_keeps_its_marker_and_its_mail()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await SetReadyAsync(world, agency.TenantId, false);
        var other = world.StartServer();

        world.Time.Advance(2 * MailOutbox.MarkerDelay);
        await other.RunDueMailAsync();
        Assert.NotNull(await world.Services.MarkerAsync(agency));
        await SetReadyAsync(world, agency.TenantId, true);
        world.Time.Advance(TimeSpan.FromMinutes(4));
        await other.RunDueMailAsync();

        Assert.Single(smtp.Received);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static MailMarkers Markers(MailWorld world) => Markers(world.Services);

    private static MailMarkers Markers(IServiceProvider services) => services.GetRequiredService<MailMarkers>();

    private static async Task SetReadyAsync(MailWorld world, int tenantId, bool ready)
    {
        await using var db = await world.Services.MainAsync();
        var word = ready ? "ready" : "running";
        await db.Database.ExecuteSqlAsync($"UPDATE tenants SET provisioning = {word} WHERE id = {tenantId}", Cancelled);
    }
}
