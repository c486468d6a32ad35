using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.AgencySettings.People;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.AgencySettings;

/// <summary>An agency's people: who is invited, changed and kept out, by whom, and never anybody of another agency.</summary>
public sealed class PeopleTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task An_invitation_goes_out_in_the_agencys_name_and_is_listed()
    {
        var (agency, admin) = await StartAsync("people-invite");
        var form = new InviteForm { Email = " Zoe@People-Invite.example ", Name = "Zoe" };
        Assert.Equal(PeopleOutcome.Done, await InviteAsync(admin, form));

        var person = Assert.Single(await ListAsync(admin), one => one.Email == "zoe@people-invite.example");
        Assert.Equal(("Zoe", AgencyRole.Agent, PersonState.Invited), (person.Name, person.Role, person.State));
        var mail = await app.Mail.WaitForAsync(mail => mail.IsTo("zoe@people-invite.example"));
        Assert.Equal("people-invite Travel", mail.Message.From.Mailboxes.Single().Name);
        Assert.Equal(agency.AdminEmail, mail.Message.ReplyTo.Mailboxes.Single().Address);
        Assert.Contains("invites you to the travel desk of people-invite Travel", mail.Subject);
        Assert.Contains(
            mail.Links,
            link => link.AbsoluteUri.StartsWith(Invitation("people-invite"), StringComparison.Ordinal)
        );
        Assert.Equal(
            PeopleOutcome.AlreadyHere,
            await InviteAsync(admin, new InviteForm { Email = "ZOE@people-invite.example" })
        );
        await AssertLoggedAsync(agency, AuditActions.UserInvited, "user:zoe@people-invite.example");
    }

    [Fact]
    public async Task An_address_of_another_agency_or_of_the_platform_cannot_be_invited_and_nothing_is_told_of_it()
    {
        var other = await TestAgency.AddAsync(app.Server, "people-other");
        var (_, admin) = await StartAsync("people-taken");
        foreach (var email in new[] { other.AdminEmail, AppBackends.SuperadminEmail })
        {
            Assert.Equal(PeopleOutcome.EmailUnavailable, await InviteAsync(admin, new InviteForm { Email = email }));
            Assert.DoesNotContain(await ListAsync(admin), person => person.Email == email);
        }
        Assert.DoesNotContain(app.Mail.Received, mail => mail.IsTo(other.AdminEmail));
    }

    [Fact]
    public async Task A_new_link_kills_the_old_one_but_not_within_two_minutes()
    {
        var (agency, admin) = await StartAsync("people-again");
        const string email = "late@people-again.example";
        await InviteAsync(admin, new InviteForm { Email = email });
        var id = await admin.IdOfAsync(email);
        Assert.Equal(PeopleOutcome.TooSoon, await SendAgainAsync(admin, id));

        await AgeLinksAsync(id);
        Assert.Equal(PeopleOutcome.Done, await SendAgainAsync(admin, id));
        await using (var db = await AdminScope.MainAsync(app.Server))
        {
            var links = await db.AccountLinks.Where(link => link.UserId == id).ToListAsync();
            Assert.Equal(2, links.Count);
            Assert.Single(links, link => link.UsedAt is null);
        }
        await AssertLoggedAsync(agency, AuditActions.UserInvitedAgain, $"user:{email}");
    }

    [Fact]
    public async Task A_withdrawn_invitation_leaves_nothing_and_frees_the_address()
    {
        var (agency, admin) = await StartAsync("people-withdraw");
        const string email = "oops@people-withdraw.example";
        await InviteAsync(admin, new InviteForm { Email = email });
        var id = await admin.IdOfAsync(email);
        Assert.Equal(PeopleOutcome.Done, await admin.Get<InvitePerson>().WithdrawAsync(id, admin.You));
        Assert.Null(await admin.FindAsync(email));
        Assert.Equal(PeopleOutcome.Done, await InviteAsync(admin, new InviteForm { Email = email }));
        await AssertLoggedAsync(agency, AuditActions.UserInvitationWithdrawn, $"user:{email}");

        // Somebody who has come is disabled instead.
        var own = await admin.IdOfAsync(agency.AdminEmail);
        Assert.Equal(PeopleOutcome.Accepted, await admin.Get<InvitePerson>().WithdrawAsync(own, admin.You));
    }

    [Fact]
    public async Task After_forty_attempts_within_an_hour_nobody_is_invited_any_more()
    {
        var (_, admin) = await StartAsync("people-many");
        var allowance = admin.Get<MailAllowance>();
        while (await allowance.TryTakeAsync()) { }
        Assert.Equal(
            PeopleOutcome.TooMany,
            await InviteAsync(admin, new InviteForm { Email = "one.more@people-many.example" })
        );
    }

    [Fact]
    public async Task A_disabled_person_is_kept_out_and_enabled_comes_back()
    {
        var (agency, admin) = await StartAsync("people-disable");
        const string email = "ben@people-disable.example";
        await agency.AddPersonAsync(app.Server, email, AgencyRole.Agent);
        var id = await admin.IdOfAsync(email);
        var change = admin.Get<ChangePerson>();
        Assert.Equal(PeopleOutcome.Done, await admin.Get<SendPasswordLink>().RunAsync(id, "en", admin.You));

        Assert.Equal(PeopleOutcome.Done, await change.DisableAsync(id, admin.You));
        Assert.Equal(PersonState.Disabled, (await ListAsync(admin)).Single(one => one.Id == id).State);
        await using (var db = await AdminScope.MainAsync(app.Server))
        {
            // What waits in the mailbox is dead, too.
            Assert.False(await db.AccountLinks.AnyAsync(link => link.UserId == id && link.UsedAt == null));
        }
        Assert.Equal(PeopleOutcome.Disabled, await admin.Get<SendPasswordLink>().RunAsync(id, "en", admin.You));
        await AssertLoggedAsync(agency, AuditActions.UserDisabled, $"user:{email}");

        Assert.Equal(PeopleOutcome.Done, await change.EnableAsync(id, admin.You));
        Assert.Equal(PersonState.Active, (await ListAsync(admin)).Single(one => one.Id == id).State);
        await AssertLoggedAsync(agency, AuditActions.UserEnabled, $"user:{email}");
    }

    [Fact]
    public async Task A_password_link_is_the_persons_alone_and_leaves_the_password_as_it_is()
    {
        var (agency, admin) = await StartAsync("people-link");
        const string email = "cem@people-link.example";
        await agency.AddPersonAsync(app.Server, email, AgencyRole.Agent);
        var before = (await admin.FindAsync(email))!;
        Assert.Equal(PeopleOutcome.Done, await admin.Get<SendPasswordLink>().RunAsync(before.Id, "en", admin.You));
        var mail = await app.Mail.WaitForAsync(mail => mail.IsTo(email));
        Assert.Contains(mail.Links, link => link.AbsolutePath == "/account/reset");
        Assert.Equal("people-link Travel", mail.Message.From.Mailboxes.Single().Name);
        Assert.Equal(before.PasswordHash, (await admin.FindAsync(email))!.PasswordHash);
        Assert.Equal(PeopleOutcome.TooSoon, await admin.Get<SendPasswordLink>().RunAsync(before.Id, "en", admin.You));
        await AssertLoggedAsync(agency, AuditActions.UserPasswordLinkSent, $"user:{email}");
    }

    [Fact]
    public async Task Nobody_of_another_agency_is_reached_by_id()
    {
        var other = await TestAgency.AddAsync(app.Server, "people-far");
        await other.AddPersonAsync(app.Server, "far@people-far.example", AgencyRole.Agent);
        var (_, admin) = await StartAsync("people-near");
        var id = await admin.IdOfAsync("far@people-far.example");
        var (change, invite) = (admin.Get<ChangePerson>(), admin.Get<InvitePerson>());
        Assert.Equal(PeopleOutcome.Gone, await change.DisableAsync(id, admin.You));
        Assert.Equal(PeopleOutcome.Gone, await change.EnableAsync(id, admin.You));
        Assert.Equal(PeopleOutcome.Gone, await change.ChangeRoleAsync(id, AgencyRole.Admin, admin.You));
        Assert.Equal(PeopleOutcome.Gone, await invite.SendAgainAsync(id, "en", admin.You));
        Assert.Equal(PeopleOutcome.Gone, await invite.WithdrawAsync(id, admin.You));
        Assert.Equal(PeopleOutcome.Gone, await admin.Get<SendPasswordLink>().RunAsync(id, "en", admin.You));
        Assert.DoesNotContain(await ListAsync(admin), person => person.Id == id);
        Assert.False((await admin.FindAsync("far@people-far.example"))!.IsDisabled);
    }

    [Fact]
    public async Task An_admin_of_another_agency_is_nobody_here()
    {
        var (mine, _) = await StartAsync("people-mine");
        var theirs = await TestAgency.AddAsync(app.Server, "people-theirs");
        await using var here = await AdminScope.OpenAsync(app.Server, mine, theirs.AdminEmail);
        Assert.Equal(
            PeopleOutcome.NotAllowed,
            await InviteAsync(here, new InviteForm { Email = "spy@people-mine.example" })
        );
    }

    [Fact]
    public async Task A_page_that_was_opened_as_an_admin_does_nothing_for_somebody_who_no_longer_is_one()
    {
        var (agency, admin) = await StartAsync("people-demoted");
        const string email = "eve@people-demoted.example";
        await agency.AddPersonAsync(app.Server, email, AgencyRole.Admin);
        await using var eve = await AdminScope.OpenAsync(app.Server, agency, email);
        var change = admin.Get<ChangePerson>();
        Assert.Equal(PeopleOutcome.Done, await change.ChangeRoleAsync(eve.You.Id, AgencyRole.Agent, admin.You));
        Assert.Equal(PeopleOutcome.NotAllowed, await eve.Get<ChangePerson>().DisableAsync(admin.You.Id, eve.You));
        Assert.Equal(PeopleOutcome.Yourself, await change.DisableAsync(admin.You.Id, admin.You));
    }

    [Fact]
    public async Task Two_admins_who_disable_each_other_at_the_same_moment_leave_one()
    {
        var (agency, ann) = await StartAsync("people-duel");
        for (var round = 0; round < 10; round++)
        {
            var email = $"ben{round}@people-duel.example";
            await agency.AddPersonAsync(app.Server, email, AgencyRole.Admin);
            var survivor = (await ListAsync(ann)).First(one =>
                one is { State: PersonState.Active, Role: AgencyRole.Admin } && one.Email != email
            );
            await using var one = await AdminScope.OpenAsync(app.Server, agency, survivor.Email);
            await using var two = await AdminScope.OpenAsync(app.Server, agency, email);
            PeopleOutcome[] outcomes = await Task.WhenAll(
                one.Get<ChangePerson>().DisableAsync(two.You.Id, one.You),
                two.Get<ChangePerson>().ChangeRoleAsync(one.You.Id, AgencyRole.Agent, two.You)
            );
            Assert.Equal([PeopleOutcome.Done, PeopleOutcome.NotAllowed], outcomes.Order());
            Assert.Single(
                await ListAsync(ann),
                person => person is { State: PersonState.Active, Role: AgencyRole.Admin }
            );
        }
    }

    private async Task<(TestAgency Agency, AdminScope Admin)> StartAsync(string subdomain)
    {
        var agency = await TestAgency.AddAsync(app.Server, subdomain);
        return (agency, await AdminScope.OpenAsync(app.Server, agency));
    }

    private string Invitation(string subdomain) => $"{app.Server.Url(subdomain)}/account/invitation?token=";

    private static Task<IReadOnlyList<Person>> ListAsync(AdminScope admin) => admin.Get<ListPeople>().RunAsync();

    private static Task<PeopleOutcome> InviteAsync(AdminScope admin, InviteForm form) =>
        admin.Get<InvitePerson>().RunAsync(form, "en", admin.You);

    private static Task<PeopleOutcome> SendAgainAsync(AdminScope admin, int id) =>
        admin.Get<InvitePerson>().SendAgainAsync(id, "en", admin.You);

    private async Task AgeLinksAsync(int userId)
    {
        await using var db = await AdminScope.MainAsync(app.Server);
        var earlier = DateTimeOffset.UtcNow - MailAllowance.Pause - TimeSpan.FromSeconds(1);
        await db
            .AccountLinks.Where(link => link.UserId == userId)
            .ExecuteUpdateAsync(row => row.SetProperty(link => link.CreatedAt, earlier));
    }

    private async Task AssertLoggedAsync(TestAgency agency, string action, string subject)
    {
        await using var db = await AdminScope.MainAsync(app.Server);
        Assert.Single(
            await db.AuditEntries.Where(entry => entry.Action == action && entry.Subject == subject).ToListAsync(),
            entry => entry.TenantId == agency.Tenant.TenantId
        );
    }
}
