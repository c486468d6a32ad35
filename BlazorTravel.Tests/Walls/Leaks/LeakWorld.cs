using System.Net.Http.Json;
using System.Text;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>
/// Two agencies on one server. Everything that the other one keeps to itself carries <see cref="Secret"/>, and what it shows
/// to travelers carries <see cref="Face"/>; the words are nowhere else.
/// </summary>
public sealed class LeakWorld(TestRun run) : IAsyncLifetime
{
    public const string Name = "Two agencies";
    public const string Secret = "zanzibarquux";
    public const string Face = "Fassadengruen";
    public const string Mine = "alpha";
    public const string Theirs = "bravo";

    // Far from each other, so that an id of theirs is never by chance one of mine.
    private const int TheirFirstId = 700_001;
    private const string Nowhere = "800042";

    private AppBackends backends = null!;

    public AppServer Server { get; private set; } = null!;
    public TestAgency MyAgency { get; private set; } = null!;
    public TestAgency TheirAgency { get; private set; } = null!;
    public Callers Callers { get; private set; } = null!;

    /// <summary>What can be asked for, by the names that entries use.</summary>
    public IReadOnlyDictionary<string, Thing> Things { get; private set; } = new Dictionary<string, Thing>();

    public async ValueTask InitializeAsync()
    {
        backends = await AppBackends.StartAsync(run);
        try
        {
            Server = await backends.StartServerAsync(WallServer.Options);
            MyAgency = await TestAgency.AddAsync(Server, Mine);
            await using (var main = await MainAsync())
            {
                await StartIdsAsync(main);
            }
            TheirAgency = await TestAgency.AddAsync(Server, Theirs, $"{Face} Travel");
            await MyAgency.AddPersonAsync(Server, $"agent@{Mine}.example", AgencyRole.Agent);
            await TheirAgency.AddPersonAsync(Server, $"{Secret}@{Theirs}.example", AgencyRole.Agent);
            await StartTheirIdsAsync();
            await PaintTheirFaceAsync();
            Things = await FillAsync();
            Callers = await Callers.SignInAsync(this);
        }
        catch
        {
            await backends.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => backends.DisposeAsync();

    public string PersonOf(TestAgency agency, AgencyRole role) =>
        role == AgencyRole.Admin ? agency.AdminEmail
        : agency == MyAgency ? $"agent@{Mine}.example"
        : $"{Secret}@{Theirs}.example";

    public Task<string> DumpTheirsAsync() => RowDump.OfAsync(backends, TheirAgency.Tenant);

    private async Task<IReadOnlyDictionary<string, Thing>> FillAsync()
    {
        var (mine, theirs) = (await RequestAsync(MyAgency, "Lisbon"), await RequestAsync(TheirAgency, Secret));
        var (myMail, theirMail) = (await SentMailAsync(MyAgency), await SentMailAsync(TheirAgency));
        var (myLinks, theirLinks) = (await LinksAsync(MyAgency), await LinksAsync(TheirAgency));
        var (myId, theirId) = (MyAgency.Tenant.Id, TheirAgency.Tenant.Id);
        var (myAccess, myRefresh) = await Callers.TokensAsync(Server, Mine, MyAgency.AdminEmail);
        var (theirAccess, theirRefresh) = await Callers.TokensAsync(Server, Theirs, TheirAgency.AdminEmail);
        var nobodysToken = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        return new Dictionary<string, Thing>
        {
            ["request"] = new($"{theirs.Id}", $"{mine.Id}", Nowhere),
            ["token"] = new(theirs.AccessToken, mine.AccessToken, nobodysToken),
            ["reference"] = new(theirs.Reference, mine.Reference, "0000000"),
            ["event"] = new($"{theirs.Events[^1].Id}", $"{mine.Events[^1].Id}", Nowhere),
            ["session"] = new(SessionOf(theirAccess), SessionOf(myAccess), new string('c', 32)),
            ["mail"] = new($"{theirMail}", $"{myMail}", Nowhere),
            ["invitation"] = new(theirLinks.Invitation, myLinks.Invitation, new string('a', 48)),
            ["reset"] = new(theirLinks.Reset, myLinks.Reset, new string('b', 48)),
            ["refresh"] = new(theirRefresh, myRefresh, theirRefresh[..^6] + "AAAAAA"),
            ["email"] = new(TheirAgency.AdminEmail, MyAgency.AdminEmail, $"nobody@{Theirs}.example"),
            ["person"] = new($"{theirLinks.PersonId}", $"{myLinks.PersonId}", Nowhere),
            ["tenant"] = new(theirId, myId, Nowhere),
            ["subdomain"] = new(Theirs, Mine, "nowhere"),
            ["word"] = new(Secret[..9], "Lisbon", "nothingso"),
            ["logo"] = new(TheirLogo.Version, "0", "000000000000"),
            ["circuit"] = new("0", "0", "0"),
        };
    }

    private async Task<TravelRequest> RequestAsync(TestAgency agency, string word)
    {
        using var traveler = Server.NewClient(agency.Tenant.Subdomain);
        var body = new
        {
            destination = word,
            travel_date = $"{TimeProvider.System.GetUtcNow().AddDays(30):yyyy-MM-dd}",
            user_email = $"{word}@example.com".ToLowerInvariant(),
            num_persons = 2,
            traveler_name = word,
            notes = word,
        };
        using var answer = await traveler.PostAsJsonAsync("/api/v1/travel-requests", body);
        answer.EnsureSuccessStatusCode();
        var now = TimeProvider.System.GetUtcNow();
        await using var lease = await OpenAsync(agency);
        var request = await lease.Db.TravelRequests.Include(row => row.Events).SingleAsync();
        request.AddNote(new Actor(1, word), word, now);
        request.ChangeStatus(RequestStatus.InProgress, new Actor(1, word), word, now);
        await lease.Db.SaveChangesAsync();
        return request;
    }

    /// <summary>Waits until the outbox is at rest: nothing must move in the rows that are compared later.</summary>
    private async Task<long> SentMailAsync(TestAgency agency)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            await using var lease = await OpenAsync(agency);
            var mails = await lease.Db.OutgoingMails.AsNoTracking().ToListAsync(limit.Token);
            if (mails is [var first, ..] && mails.TrueForAll(mail => mail.State == MailState.Sent))
            {
                return first.Id;
            }
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<(string Invitation, string Reset, int PersonId)> LinksAsync(TestAgency agency)
    {
        await using var db = await MainAsync();
        var email = PersonOf(agency, AgencyRole.Agent);
        var person = await db.AdminUsers.SingleAsync(user => user.Email == email);
        person.Rename(agency == TheirAgency ? Secret : "Ada");
        var now = TimeProvider.System.GetUtcNow();
        db.AccountLinks.Add(AccountLink.Create(person.Id, AccountLinkPurpose.Invitation, now, out var invitation));
        db.AccountLinks.Add(AccountLink.Create(person.Id, AccountLinkPurpose.Reset, now, out var reset));
        // What only an admin's pages show: a key and an entry of the platform's log about the agency.
        var word = agency == TheirAgency ? Secret : "Lisbon";
        db.ApiKeys.Add(ApiKey.Create(agency.Tenant.TenantId, word, [ApiScopes.RequestsRead], null, person, now, out _));
        var source = new AuditSource(person.Id, word, "203.0.113.7", "browser");
        db.AuditEntries.Add(
            AuditEntry.Write(now, source, AuditActions.Renamed, $"user:{word}", tenantId: agency.Tenant.TenantId)
        );
        await db.SaveChangesAsync();
        return (invitation, reset, person.Id);
    }

    private static string SessionOf(string token) => new JsonWebToken(token).GetClaim("sid").Value;

    private static TenantLogo TheirLogo { get; } =
        TenantLogo.From([
            0x89,
            (byte)'P',
            (byte)'N',
            (byte)'G',
            0x0D,
            0x0A,
            0x1A,
            0x0A,
            .. Encoding.ASCII.GetBytes(Face),
        ]);

    private Task PaintTheirFaceAsync() =>
        TheirAgency.ChangeAsync(
            Server,
            (tenant, now) =>
            {
                tenant.Rebrand(tenant.Name, "#3355AA", $"{Face} says welcome", $"{Face}@{Theirs}.example", now);
                tenant.ChangeLogo(TheirLogo, now);
            }
        );

    private async Task StartTheirIdsAsync()
    {
        await using var lease = await OpenAsync(TheirAgency);
        await StartIdsAsync(lease.Db);
    }

    private static async Task StartIdsAsync(DbContext db)
    {
        foreach (var entity in db.Model.GetEntityTypes())
        {
            if (
                entity.FindPrimaryKey()?.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key]
                && (key.ClrType == typeof(long) || key.ClrType == typeof(int))
            )
            {
                var (table, column) = (entity.GetTableName(), key.GetColumnName());
#pragma warning disable EF1003 // Names of our own tables; an identifier cannot be a parameter.
                await db.Database.ExecuteSqlRawAsync(
                    $"ALTER TABLE {table} ALTER COLUMN {column} RESTART WITH " + TheirFirstId
                );
#pragma warning restore EF1003
            }
        }
    }

    private ValueTask<TenantLease> OpenAsync(TestAgency agency) =>
        Server.Services.GetRequiredService<TenantDatabases>().OpenAsync(agency.Tenant);

    private Task<MainDbContext> MainAsync() =>
        Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();
}

/// <summary>One world for all the tests of leaks: making it costs more than most of them.</summary>
[CollectionDefinition(LeakWorld.Name)]
public sealed class LeakWorldDefinition : ICollectionFixture<LeakWorld>;
