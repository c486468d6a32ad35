using System.Net;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Sessions;

/// <summary>Refresh tokens: each is exchanged once for the next, and one that comes twice gives a thief away.</summary>
public sealed class ExchangeTests(ExchangeTests.Servers servers) : IClassFixture<ExchangeTests.Servers>
{
    [Fact]
    public async Task A_refresh_token_gives_new_tokens_and_both_access_tokens_work()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "exchange");
        using var client = await ApiClient.SignInAsync(servers.Patient, "exchange", agency.AdminEmail);
        var (access, refresh) = (client.Access, client.Refresh);

        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());

        Assert.NotEqual(access, client.Access);
        Assert.NotEqual(refresh, client.Refresh);
        Assert.Equal(HttpStatusCode.OK, await client.AskAsync());
        client.Access = access;
        Assert.Equal(HttpStatusCode.OK, await client.AskAsync());
    }

    [Fact]
    public async Task Requests_of_one_browser_that_exchange_at_once_all_go_on()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "at-once");
        using var client = await ApiClient.SignInAsync(servers.Patient, "at-once", agency.AdminEmail);
        var tabs = Enumerable.Range(0, 8).Select(_ => client.Elsewhere(servers.Patient, "at-once")).ToList();

        var answers = await Task.WhenAll(tabs.Select(tab => tab.RefreshAsync()));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        foreach (var tab in tabs)
        {
            Assert.Equal(HttpStatusCode.OK, await tab.AskAsync());
            tab.Dispose();
        }
    }

    [Fact]
    public async Task A_refresh_token_that_was_exchanged_twice_over_ends_the_session()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "stolen");
        using var client = await ApiClient.SignInAsync(servers.Patient, "stolen", agency.AdminEmail);
        using var thief = client.Elsewhere(servers.Patient, "stolen");
        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());
        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, await thief.RefreshAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, await client.AskAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await thief.AskAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await client.RefreshAsync());
        await using var db = await MainAsync(servers.Patient);
        var entry = await db.AuditEntries.SingleAsync(row =>
            row.Action == AuditActions.SessionReused && row.TenantId == agency.Tenant.TenantId
        );
        Assert.Equal($"user:{agency.AdminEmail}", entry.Subject);
        Assert.Contains(servers.Patient.Complaints, line => line.Message.Contains("a second time"));
    }

    [Fact]
    public async Task Without_grace_the_exchanged_token_is_taken_for_stolen_at_once()
    {
        var agency = await TestAgency.AddAsync(servers.Strict, "strict");
        using var client = await ApiClient.SignInAsync(servers.Strict, "strict", agency.AdminEmail);
        using var thief = client.Elsewhere(servers.Strict, "strict");
        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, await thief.RefreshAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, await client.AskAsync());
    }

    [Fact]
    public async Task An_access_token_does_not_refresh_and_a_refresh_token_opens_nothing()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "mixed-up");
        using var client = await ApiClient.SignInAsync(servers.Patient, "mixed-up", agency.AdminEmail);

        Assert.Equal(HttpStatusCode.Unauthorized, await client.RefreshAsync(client.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await client.RefreshAsync("nonsense"));
        Assert.Equal(HttpStatusCode.BadRequest, await client.RefreshAsync(""));
        client.Access = client.Refresh;
        Assert.Equal(HttpStatusCode.Unauthorized, await client.AskAsync());
    }

    [Fact]
    public async Task A_refresh_token_of_another_agency_is_refused()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "refresh-own");
        await TestAgency.AddAsync(servers.Patient, "refresh-other");
        using var client = await ApiClient.SignInAsync(servers.Patient, "refresh-own", agency.AdminEmail);
        using var elsewhere = client.Elsewhere(servers.Patient, "refresh-other");

        Assert.Equal(HttpStatusCode.Forbidden, await elsewhere.RefreshAsync());
        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());
    }

    [Fact]
    public async Task What_has_changed_about_a_person_is_seen_at_the_next_exchange()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "changed");
        using var client = await ApiClient.SignInAsync(servers.Patient, "changed", agency.AdminEmail);
        await using (var db = await MainAsync(servers.Patient))
        {
            var user = await db.AdminUsers.SingleAsync(row => row.Email == agency.AdminEmail);
            user.Rename("Ada Lovelace");
            await db.SaveChangesAsync();
        }

        Assert.Equal(HttpStatusCode.OK, await client.RefreshAsync());

        Assert.Equal("Ada Lovelace", (await client.WhoAmIAsync()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_disabled_person_gets_no_new_tokens()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "disabled");
        using var client = await ApiClient.SignInAsync(servers.Patient, "disabled", agency.AdminEmail);
        await using (var db = await MainAsync(servers.Patient))
        {
            await db
                .AdminUsers.Where(row => row.Email == agency.AdminEmail)
                .ExecuteUpdateAsync(row => row.SetProperty(user => user.IsDisabled, true));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await client.RefreshAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await client.AskAsync());
    }

    [Fact]
    public async Task A_sign_in_that_races_a_password_change_does_not_outlive_it()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "raced");
        await using var db = await MainAsync(servers.Patient);
        var asSeenBefore = await db.AdminUsers.AsNoTracking().SingleAsync(row => row.Email == agency.AdminEmail);
        await db
            .AdminUsers.Where(row => row.Id == asSeenBefore.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(user => user.PasswordHash, "another"));

        var tokens = servers.Patient.Services.GetRequiredService<Tokens>();
        Assert.Null(await tokens.IssueAsync(asSeenBefore, new SignInOrigin("a browser", "::1", SignInOrigin.Password)));

        var sessions = servers.Patient.Services.GetRequiredService<SessionStore>();
        Assert.Equal([], await sessions.IdsOfAsync(asSeenBefore.TenantId, asSeenBefore.Id));
    }

    [Fact]
    public async Task Ending_all_sessions_but_one_leaves_that_one_alone()
    {
        var agency = await TestAgency.AddAsync(servers.Patient, "but-one");
        using var kept = await ApiClient.SignInAsync(servers.Patient, "but-one", agency.AdminEmail);
        using var ended = await ApiClient.SignInAsync(servers.Patient, "but-one", agency.AdminEmail);
        var endings = servers.Patient.Services.GetRequiredService<SessionEndings>();
        await using (var db = await MainAsync(servers.Patient))
        {
            var user = await db.AdminUsers.SingleAsync(row => row.Email == agency.AdminEmail);
            var sessions = servers.Patient.Services.GetRequiredService<SessionStore>();
            var own = TokenFormatOf(kept.Access);
            Assert.Equal(2, (await sessions.OfAsync(user.TenantId, user.Id)).Count);
            endings.Add(db, user, exceptSessionId: own);
            await db.SaveChangesAsync();
        }

        Assert.True(await endings.CarryOutAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, await kept.AskAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await ended.AskAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await ended.RefreshAsync());
        Assert.Equal(HttpStatusCode.OK, await kept.RefreshAsync());
    }

    private static string TokenFormatOf(string token) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).GetClaim(TokenClaims.Session).Value;

    private static Task<MainDbContext> MainAsync(AppServer server) =>
        server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    /// <summary>Two servers of one platform: one with the ordinary grace, one without.</summary>
    public sealed class Servers(TestRun run) : IAsyncLifetime
    {
        private AppBackends backends = null!;

        public AppServer Patient { get; private set; } = null!;
        public AppServer Strict { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            backends = await AppBackends.StartAsync(run);
            Patient = await backends.StartServerAsync();
            Strict = await backends.StartServerAsync(
                new AppOptions { Settings = new Dictionary<string, string?> { ["Tokens:ExchangeGrace"] = "00:00:00" } }
            );
        }

        public async ValueTask DisposeAsync() => await backends.DisposeAsync();
    }
}
