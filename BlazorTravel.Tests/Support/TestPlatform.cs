using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace BlazorTravel.Tests.Support;

/// <summary>The databases of a platform of its own, without the application around them.</summary>
public sealed class TestPlatform : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private TestPlatform(ServiceProvider services) => this.services = services;

    public IDbContextFactory<MainDbContext> Main => services.GetRequiredService<IDbContextFactory<MainDbContext>>();
    public IDbContextFactory<TenantDbContext> UnboundContexts =>
        services.GetRequiredService<IDbContextFactory<TenantDbContext>>();
    public TenantConnections Connections => services.GetRequiredService<TenantConnections>();
    public TenantDatabases Databases => services.GetRequiredService<TenantDatabases>();
    public TenantProvisioner Provisioner => services.GetRequiredService<TenantProvisioner>();
    public NpgsqlDataSource MainSource => services.GetRequiredService<MainDatabase>().Source;

    /// <summary>Makes the main database, migrated, and the template.</summary>
    /// <param name="asOrdinaryAccount">As an account that may make databases and nothing beyond, instead of a superuser.</param>
    public static async Task<TestPlatform> StartAsync(
        TestPostgres postgres,
        TenantConnectionOptions? limits = null,
        bool asOrdinaryAccount = false
    )
    {
        var main = await postgres.NewDatabaseAsync("platform");
        if (asOrdinaryAccount)
        {
            main = await HandOverAsync(main);
        }
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(_ => new MainDatabase(main));
        services.AddPooledDbContextFactory<MainDbContext>(
            (provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<MainDatabase>().Source).UseSnakeCaseNamingConvention()
        );
        services.AddPooledDbContextFactory<TenantDbContext>(options =>
            options.UseNpgsql().UseSnakeCaseNamingConvention()
        );
        services.AddSingleton(_ => new TenantConnections(main, limits ?? new()));
        services.AddSingleton<TenantDatabases>();
        services.AddSingleton<TenantProvisioner>();
        var platform = new TestPlatform(services.BuildServiceProvider());
        await using (var db = await platform.Main.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
        }
        await platform.Provisioner.EnsureTemplateAsync();
        return platform;
    }

    /// <summary>Makes an account like the one of a real installation the database's owner, and answers how it connects.</summary>
    private static async Task<string> HandOverAsync(string main)
    {
        var connection = new NpgsqlConnectionStringBuilder(main);
        var account = connection.Database + "_owner";
        await using var source = NpgsqlDataSource.Create(main);
        await using var command = source.CreateCommand(
            $"""
            CREATE ROLE {account} LOGIN CREATEDB PASSWORD '{account}';
            ALTER DATABASE {connection.Database} OWNER TO {account};
            """
        );
        await command.ExecuteNonQueryAsync();
        connection.Username = connection.Password = account;
        return connection.ConnectionString;
    }

    /// <summary>Adds an agency with its own database, ready to use.</summary>
    public async Task<AgencyTenant> AddAgencyAsync(string subdomain)
    {
        var label = Subdomain.Parse(subdomain);
        var name = Provisioner.DatabaseNameFor(label);
        await Provisioner.CreateDatabaseAsync(name);
        await using var db = await Main.CreateDbContextAsync();
        var tenant = Tenant.Create(
            subdomain,
            label,
            name,
            $"admin@{subdomain}.example",
            TimeProvider.System.GetUtcNow()
        );
        tenant.RecordSchema(Provisioner.LatestVersion, TimeProvider.System.GetUtcNow());
        tenant.CompleteProvisioning(TimeProvider.System.GetUtcNow());
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        return TenantDirectory.Describe(tenant);
    }

    public async ValueTask DisposeAsync() => await services.DisposeAsync();
}
