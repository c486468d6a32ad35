using BlazorTravel.Web.Tenancy;
using Finbuckle.MultiTenant.AspNetCore.Extensions;
using Finbuckle.MultiTenant.Extensions;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTravel.Web.Setup;

/// <summary>From a host or header to the agency of this request or circuit.</summary>
public static class TenancySetup
{
    public static void AddTenancy(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PlatformOptions>().Bind(builder.Configuration).ValidateDataAnnotations().ValidateOnStart();
        var platform = builder.Configuration.Get<PlatformOptions>() ?? new();
        services
            .AddMultiTenant<AgencyTenant>()
            .WithHostStrategy("__tenant__." + platform.BaseHost)
            .WithHeaderStrategy(TenantGate.Header)
            .WithStore<TenantStore>(ServiceLifetime.Singleton);
        services.AddSingleton<TenantDirectory>();
        services.AddScoped<CurrentTenant>();
        services.AddScoped<CircuitHandler, TenantCircuitHandler>();
        services.AddHttpContextAccessor();
    }

    /// <summary>Names the agency in everything that is logged on the way of a request or a circuit; first of all.</summary>
    public static void UseTenantLogScope(this IApplicationBuilder app) => app.UseMiddleware<TenantLogMiddleware>();

    /// <summary>Finds the agency of a request and refuses what may not pass; after routing, before authentication.</summary>
    public static void UseTenancy(this IApplicationBuilder app)
    {
        app.UseMultiTenant();
        app.UseMiddleware<TenantGate>();
    }
}
