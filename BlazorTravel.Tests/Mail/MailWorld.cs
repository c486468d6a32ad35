using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Mail.Delivery;
using BlazorTravel.Web.Setup;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BlazorTravel.Tests.Mail;

/// <summary>
/// Everything about mail as the application wires it, on databases of its own and with a clock that stands still; nothing
/// runs by itself. Several servers can share the databases and the clock.
/// </summary>
public sealed class MailWorld : IAsyncDisposable
{
    private readonly List<WebApplication> servers = [];
    private readonly Dictionary<string, string?> settings;

    private MailWorld(Dictionary<string, string?> settings) => this.settings = settings;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public string PickupFolder => Path.Combine(settings["DataDirectory"]!, "mail");

    /// <param name="smtp">Where mail goes; null: to the pickup folder.</param>
    /// <param name="more">More configuration, over what this one makes.</param>
    public static async Task<MailWorld> StartAsync(
        TestRun run,
        SmtpSink? smtp,
        params IEnumerable<(string Key, string? Value)> more
    )
    {
        var postgres = await run.PostgresAsync();
        var connection = await postgres.NewDatabaseAsync("mail");
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Main"] = connection,
            // Nobody listens there: mail needs no Redis.
            ["ConnectionStrings:Redis"] = "127.0.0.1:1,connectTimeout=100",
            ["BaseDomain"] = "travel.example",
            ["DataDirectory"] = Repository.NewTemporaryFolder("mail"),
        };
        if (smtp is not null)
        {
            settings["Smtp:Host"] = smtp.Host;
            settings["Smtp:Port"] = $"{smtp.Port}";
            settings["Smtp:Security"] = "None";
            settings["Smtp:From"] = "mail@travel.example";
        }
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }
        var world = new MailWorld(settings);
        var services = world.StartServer();
        await using (var db = await services.MainAsync())
        {
            await db.Database.MigrateAsync();
        }
        await services.GetRequiredService<TenantProvisioner>().EnsureTemplateAsync();
        return world;
    }

    /// <summary>The services of the first server.</summary>
    public IServiceProvider Services => servers[0].Services;

    /// <summary>One more server on the same databases; its hosted services do not run.</summary>
    public IServiceProvider StartServer(Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = Repository.PathTo("BlazorTravel.Web") }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.AddData();
        builder.AddRedis();
        builder.AddTenancy();
        builder.AddAudit();
        builder.AddMail();
        builder.AddFeatures();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        change?.Invoke(builder.Services);
        var server = builder.Build();
        servers.Add(server);
        return server.Services;
    }

    /// <summary>A ready agency with a database and, if named, an administrator who gets the notices.</summary>
    public async Task<AgencyTenant> NewAgencyAsync(string subdomain, string? replyTo = null, string? admin = null)
    {
        var provisioner = Services.GetRequiredService<TenantProvisioner>();
        var name = Subdomain.Parse(subdomain);
        var tenant = Tenant.Create(
            $"{char.ToUpperInvariant(subdomain[0])}{subdomain[1..]} Travel",
            name,
            provisioner.DatabaseNameFor(name),
            "boss@agency.example",
            Time.GetUtcNow()
        );
        await provisioner.CreateDatabaseAsync(tenant.DbName);
        tenant.CompleteProvisioning(Time.GetUtcNow());
        if (replyTo is not null)
        {
            tenant.Rebrand(tenant.Name, "#0F766E", null, replyTo, Time.GetUtcNow());
        }
        await using var db = await Services.MainAsync();
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        if (admin is not null)
        {
            db.AdminUsers.Add(AdminUser.InviteToAgency(admin, tenant.Id, AgencyRole.Admin, Time.GetUtcNow()));
            await db.SaveChangesAsync();
        }
        return TenantDirectory.Describe(tenant);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
        Repository.DeleteFolder(settings["DataDirectory"]!);
    }
}

/// <summary>What tests of mail do over and over.</summary>
public static class MailSteps
{
    public static Task<MainDbContext> MainAsync(this IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    public static ValueTask<TenantLease> OpenAsync(this IServiceProvider services, AgencyTenant agency) =>
        services.GetRequiredService<TenantDatabases>().OpenAsync(agency);

    /// <summary>Sends a request as a traveler would: with its confirmation, and so with a wake-up that nobody hears.</summary>
    public static async Task<TravelRequest> SubmitAsync(
        this IServiceProvider services,
        AgencyTenant agency,
        string email,
        string culture = "en",
        TripDetails? details = null
    )
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(agency);
        return await scope
            .ServiceProvider.GetRequiredService<SubmitTravelRequest>()
            .RunAsync(
                details ?? new TripDetails("Lisbon", new DateOnly(2026, 12, 12), email, 2) { TravelerName = "Anna" },
                Guid.NewGuid(),
                culture
            );
    }

    /// <summary>What the dispatcher does for one wake-up.</summary>
    public static Task<bool> SendBatchAsync(this IServiceProvider services, AgencyTenant? agency) =>
        services
            .GetRequiredService<OutboxSender>()
            .SendBatchAsync(agency?.TenantId, TestContext.Current.CancellationToken);

    public static Task RunDueMailAsync(this IServiceProvider services) =>
        services.GetRequiredService<DueMail>().RunAsync(TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<OutgoingMail>> MailsAsync(
        this IServiceProvider services,
        AgencyTenant agency
    )
    {
        await using var lease = await services.OpenAsync(agency);
        return await lease.Db.OutgoingMails.AsNoTracking().OrderBy(mail => mail.Id).ToListAsync();
    }

    public static async Task<MailDispatch?> MarkerAsync(this IServiceProvider services, AgencyTenant agency)
    {
        await using var db = await services.MainAsync();
        return await db.MailDispatches.AsNoTracking().SingleOrDefaultAsync(row => row.TenantId == agency.TenantId);
    }

    public static MailDispatcher Dispatcher(this IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<MailDispatcher>().Single();
}
