using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.AgencySettings.ApiKeys;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.AgencySettings;

/// <summary>Making, listing and revoking an agency's API keys.</summary>
public sealed class ApiKeyOperationTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_made_key_is_listed_by_its_start_and_logged_without_its_secret()
    {
        var agency = await TestAgency.AddAsync(app.Server, "keys-made");
        await using var admin = await AdminScope.OpenAsync(app.Server, agency);
        var created = await MakeAsync(
            admin,
            new ApiKeyForm
            {
                Name = " Website ",
                Days = 30,
                MayWrite = true,
            }
        );
        Assert.True(ApiKeyText.IsWellFormed(created.Text));
        Assert.DoesNotContain(created.Text!, $"{created}");

        var row = Assert.Single(await admin.Get<ListApiKeys>().RunAsync());
        Assert.Equal(("Website", ApiKeyState.Active), (row.Name, row.State));
        Assert.Equal($"{created.Text![..12]}…", row.Start);
        Assert.Equal(ApiScopes.All, row.Scopes);
        Assert.InRange(row.ExpiresAt!.Value - row.CreatedAt, TimeSpan.FromDays(30), TimeSpan.FromDays(30));

        await using var db = await AdminScope.MainAsync(app.Server);
        var entry = await db.AuditEntries.SingleAsync(known =>
            known.Action == AuditActions.ApiKeyCreated && known.TenantId == agency.Tenant.TenantId
        );
        Assert.DoesNotContain(created.Text[12..], entry.After);
        Assert.DoesNotContain(ApiKeyText.Hash(created.Text), entry.After);
    }

    [Fact]
    public async Task Two_working_keys_do_not_share_a_name_but_an_ended_ones_is_free()
    {
        var agency = await TestAgency.AddAsync(app.Server, "keys-name");
        await using var admin = await AdminScope.OpenAsync(app.Server, agency);
        await MakeAsync(admin, new ApiKeyForm { Name = "CI" });
        Assert.Equal(ApiKeyOutcome.NameTaken, (await MakeAsync(admin, new ApiKeyForm { Name = "ci" })).Outcome);
        var row = Assert.Single(await admin.Get<ListApiKeys>().RunAsync());
        Assert.Equal(ApiKeyOutcome.Done, await admin.Get<RevokeApiKey>().RunAsync(row.Id, admin.You));
        Assert.Equal(ApiKeyOutcome.Done, (await MakeAsync(admin, new ApiKeyForm { Name = "ci" })).Outcome);
        Assert.Equal(
            [ApiKeyState.Active, ApiKeyState.Revoked],
            (await admin.Get<ListApiKeys>().RunAsync()).Select(key => key.State)
        );
    }

    [Fact]
    public async Task Another_agencys_key_is_neither_seen_nor_revoked_and_an_agent_makes_none()
    {
        var theirs = await TestAgency.AddAsync(app.Server, "keys-theirs");
        var mine = await TestAgency.AddAsync(app.Server, "keys-mine");
        await mine.AddPersonAsync(app.Server, "agent@keys-mine.example", AgencyRole.Agent);
        await using var other = await AdminScope.OpenAsync(app.Server, theirs);
        await MakeAsync(other, new ApiKeyForm { Name = "Theirs" });
        var id = Assert.Single(await other.Get<ListApiKeys>().RunAsync()).Id;

        await using var admin = await AdminScope.OpenAsync(app.Server, mine);
        Assert.Empty(await admin.Get<ListApiKeys>().RunAsync());
        Assert.Equal(ApiKeyOutcome.Gone, await admin.Get<RevokeApiKey>().RunAsync(id, admin.You));
        Assert.Equal(ApiKeyState.Active, Assert.Single(await other.Get<ListApiKeys>().RunAsync()).State);

        await using var agent = await AdminScope.OpenAsync(app.Server, mine, "agent@keys-mine.example");
        Assert.Equal(ApiKeyOutcome.NotAllowed, (await MakeAsync(agent, new ApiKeyForm { Name = "Mine" })).Outcome);
    }

    [Fact]
    public void Wrong_fields_are_named_each() =>
        Assert.Equal(
            ["Days", "Name", "Scopes"],
            new ApiKeyForm
            {
                Name = " ",
                MayRead = false,
                Days = 12,
            }
                .Check()
                .Keys.Order()
        );

    private static Task<CreatedApiKey> MakeAsync(AdminScope admin, ApiKeyForm form) =>
        admin.Get<CreateApiKey>().RunAsync(form, admin.You);
}
