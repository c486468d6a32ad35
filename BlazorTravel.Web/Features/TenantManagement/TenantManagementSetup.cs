namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Creating agencies and looking after them.</summary>
public static class TenantManagementSetup
{
    public static void AddTenantManagement(this IServiceCollection services)
    {
        services.AddSingleton<Invitations>();
        services.AddSingleton<ProvisionAgency>();
        services.AddSingleton<ProvisioningRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<ProvisioningRuns>());
        services.AddScoped<CreateAgency>();
        services.AddScoped<CheckSubdomain>();
        services.AddScoped<ListAgencies>();
        services.AddScoped<LastRequests>();
        services.AddScoped<FindAgency>();
        services.AddScoped<ChangeAgency>();
        services.AddScoped<MigrateAgency>();
        services.AddScoped<DeleteAgency>();
    }

    public static void MapTenantManagement(this IEndpointRouteBuilder app) => TenantsApi.Map(app);
}
