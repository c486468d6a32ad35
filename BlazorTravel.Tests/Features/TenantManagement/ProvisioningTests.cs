using BlazorTravel.Domain.Tenants;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.TenantManagement;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.TenantManagement;

/// <summary>Setting agencies up on a real PostgreSQL: well, badly, twice at a time, and after a server died.</summary>
public sealed class ProvisioningTests(AppFixture app) : IClassFixture<AppFixture>
{
    private readonly Superadmin superadmin = new(app.Server);

    [Fact]
    public async Task A_new_agency_has_a_database_an_invited_admin_and_an_open_door()
    {
        var id = await superadmin.CreateAsync("happy");
        var agency = await superadmin.FindAsync(id);
        Assert.Equal(AgencyState.Active, agency!.State);
        Assert.True(agency.IsSchemaLatest);
        Assert.NotNull(agency.Size);
        Assert.Equal(InvitationState.Sent, agency.Invitation.State);
        Assert.Equal(Enum.GetValues<ProvisioningStep>(), agency.Log.Select(record => record.Step));
        Assert.All(agency.Log, record => Assert.True(record is { Error: null, Milliseconds: > 0 }));

        using var client = app.Server.NewClient("happy");
        using var page = await client.GetAsync(new Uri("/login", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
        // In the mail alone: what was queued forgets the secret once it was sent.
        var mail = await app.Mail.WaitForAsync(received => received.IsTo("boss@happy.example"));
        Assert.Contains(
            mail.Links,
            link =>
                link.ToString()
                    .Contains($"happy.{app.Server.BaseDomain}/account/invitation?token=", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(ProvisioningStep.CreateDatabase, "create_database")]
    [InlineData(ProvisioningStep.ApplySchema, "apply_schema")]
    [InlineData(ProvisioningStep.CreateAccount, "create_account")]
    [InlineData(ProvisioningStep.SendInvitation, "send_invitation")]
    [InlineData(ProvisioningStep.OpenAgency, "open_agency")]
    public async Task A_step_that_fails_says_why_and_is_gone_on_from(ProvisioningStep step, string word)
    {
        var subdomain = "fails-" + word.Replace('_', '-');
        var created = await superadmin.TakeNamesAsync(subdomain);
        var id = created.TenantId!.Value;
        // Breaks the end of this agency's step, when its work is done but not written down.
        await superadmin.RunSqlAsync(
            $"""
            CREATE OR REPLACE FUNCTION break_step() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN IF NEW.milliseconds IS NOT NULL AND NEW.error IS NULL AND EXISTS (SELECT 1 FROM broken_steps b WHERE b.step = NEW.step AND b.tenant_id = NEW.tenant_id) THEN RAISE EXCEPTION ''the disk is full''; END IF; RETURN NEW; END'
            """
        );
        await superadmin.RunSqlAsync($"CREATE TABLE IF NOT EXISTS broken_steps (tenant_id int, step text)");
        await superadmin.RunSqlAsync(
            $"CREATE OR REPLACE TRIGGER break_step BEFORE UPDATE ON provisioning_records FOR EACH ROW EXECUTE FUNCTION break_step()"
        );
        await superadmin.RunSqlAsync($"INSERT INTO broken_steps VALUES ({id}, {word})");

        await superadmin.Runs.Start(id);
        var failed = await superadmin.FindAsync(id);
        Assert.Equal(AgencyState.Failed, failed!.State);
        Assert.Equal("the disk is full", failed.Error);
        Assert.True(failed.CanTryAgain);
        Assert.Equal(step, failed.Log[^1].Step);
        Assert.Equal("the disk is full", failed.Log[^1].Error);

        await superadmin.RunSqlAsync($"DELETE FROM broken_steps WHERE tenant_id = {id}");
        await superadmin.Runs.Start(id);
        var ready = await superadmin.FindAsync(id);
        Assert.Equal(AgencyState.Active, ready!.State);
        // It went on from the step that failed, and repeated nothing: one account, one mail.
        Assert.Equal(step, ready.Log[failed.Log.Count].Step);
        await using var db = await superadmin.MainAsync();
        Assert.Equal(1, await db.AdminUsers.CountAsync(user => user.TenantId == id));
        Assert.Equal(1, await db.OutgoingMails.CountAsync(mail => mail.Recipient == $"boss@{subdomain}.example"));
    }

    [Fact]
    public async Task An_agency_whose_server_died_is_taken_over_after_half_a_minute_and_not_before()
    {
        var created = await superadmin.TakeNamesAsync("orphan");
        var id = created.TenantId!.Value;
        await superadmin.RunSqlAsync(
            $"UPDATE tenants SET provisioning = 'running', provisioning_step = 'ApplySchema', updated_at = now() - interval '5 seconds' WHERE id = {id}"
        );
        await superadmin.Runs.Start(id);
        var young = await superadmin.FindAsync(id);
        Assert.Equal(AgencyState.BeingSetUp, young!.State);
        Assert.False(young.CanTryAgain);

        // The database was not made before the crash, although the step after it had been reached: nothing can be trusted.
        await superadmin.RunSqlAsync(
            $"UPDATE tenants SET provisioning_step = 'CreateDatabase', updated_at = now() - interval '31 seconds' WHERE id = {id}"
        );
        Assert.True((await superadmin.FindAsync(id))!.CanTryAgain);
        // A server that starts finds it by itself.
        await using var second = await app.Backends.StartServerAsync();
        await Waiting.UntilAsync(async () => (await superadmin.FindAsync(id))!.State == AgencyState.Active);
    }

    [Fact]
    public async Task Of_many_who_want_one_name_or_one_email_on_two_servers_one_gets_it()
    {
        await using var second = await app.Backends.StartServerAsync();
        var other = new Superadmin(second);
        var names = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i => (i % 2 == 0 ? superadmin : other).TakeNamesAsync("wanted", $"boss{i}@wanted.example"))
        );
        Assert.Single(names, created => created.TenantId is not null);
        Assert.All(
            names.Where(created => created.TenantId is null),
            created => Assert.Equal(CreateAgency.SubdomainTaken, created.Errors[nameof(NewAgency.Subdomain)])
        );
        var emails = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i => (i % 2 == 0 ? superadmin : other).TakeNamesAsync($"email-{i}", "one@email.example"))
        );
        Assert.Single(emails, created => created.TenantId is not null);
        Assert.All(
            emails.Where(created => created.TenantId is null),
            created => Assert.Equal(CreateAgency.EmailTaken, created.Errors[nameof(NewAgency.AdminEmail)])
        );
    }

    [Fact]
    public async Task Two_servers_that_set_up_one_agency_do_it_once()
    {
        await using var second = await app.Backends.StartServerAsync();
        var id = (await superadmin.TakeNamesAsync("both")).TenantId!.Value;
        await Task.WhenAll(superadmin.Runs.Start(id), new Superadmin(second).Runs.Start(id));
        await Waiting.UntilAsync(async () => (await superadmin.FindAsync(id))!.State == AgencyState.Active);
        await using var db = await superadmin.MainAsync();
        Assert.Equal(1, await db.OutgoingMails.CountAsync(mail => mail.Recipient == "boss@both.example"));
    }

    [Fact]
    public async Task A_new_invitation_ends_the_earlier_ones()
    {
        var id = await superadmin.CreateAsync("again");
        var recipient = await superadmin.AskAsync<Invitations, string?>(all => all.SendAgainAsync(id));
        Assert.Equal("boss@again.example", recipient);
        await using var db = await superadmin.MainAsync();
        var admin = await db.AdminUsers.SingleAsync(user => user.TenantId == id);
        var links = await db.AccountLinks.Where(link => link.UserId == admin.Id).OrderBy(link => link.Id).ToListAsync();
        Assert.Equal([true, false], links.Select(link => link.UsedAt is not null));
    }
}
