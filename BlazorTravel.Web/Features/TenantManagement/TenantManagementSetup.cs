using BlazorTravel.Web.Features.TenantManagement.Demo;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Creating agencies and looking after them.</summary>
public static class TenantManagementSetup
{
    public static void AddTenantManagement(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<Invitations>();
        services.AddScoped<ProvisionAgency>();
        services.AddSingleton<ProvisioningRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<ProvisioningRuns>());
        services.AddScoped<CreateAgency>();
        services.AddScoped<CreateAgencyOnce>();
        services.AddScoped<CheckSubdomain>();
        services.AddScoped<ListAgencies>();
        services.AddScoped<LastRequests>();
        services.AddScoped<FindAgency>();
        services.AddScoped<ChangeAgency>();
        services.AddScoped<RetryAgency>();
        services.AddScoped<MigrateAgency>();
        services.AddScoped<DeleteAgency>();
        // Accounts with public passwords: whatever the configuration says, never outside Development.
        var demo = builder.Configuration.GetSection("Demo");
        if (builder.Environment.IsDevelopment() && (demo.Get<DemoOptions>() ?? new()).Enabled)
        {
            services.AddOptions<DemoOptions>().Bind(demo);
            services.AddScoped<SeedDemoAgency>();
            services.AddHostedService<DemoStart>();
        }
    }

    public static void MapTenantManagement(this IEndpointRouteBuilder app) => TenantsApi.Map(app);
}
