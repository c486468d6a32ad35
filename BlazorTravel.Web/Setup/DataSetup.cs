using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Setup;

/// <summary>The main database and the agencies' databases.</summary>
public static class DataSetup
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var main =
            builder.Configuration.GetConnectionString("Main")
            ?? throw new InvalidOperationException("ConnectionStrings:Main is not set.");
        var services = builder.Services;
        services.AddSingleton(_ => new MainDatabase(main));
        services.AddPooledDbContextFactory<MainDbContext>(
            (provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<MainDatabase>().Source).UseSnakeCaseNamingConvention()
        );
        services.AddPooledDbContextFactory<TenantDbContext>(options =>
            options.UseNpgsql().UseSnakeCaseNamingConvention()
        );
        var limits = builder.Configuration.GetSection("TenantConnections").Get<TenantConnectionOptions>() ?? new();
        services.AddSingleton(_ => new TenantConnections(main, limits));
        services.AddSingleton<TenantDatabases>();
        services.AddSingleton<TenantProvisioner>();
        services.AddScoped<TenantDatabase>();
    }
}
