using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Features.AgencySettings;
using BlazorTravel.Web.Features.Audit;
using BlazorTravel.Web.Features.Branding;
using BlazorTravel.Web.Features.Desk;
using BlazorTravel.Web.Features.DevelopmentMail;
using BlazorTravel.Web.Features.MailLog;
using BlazorTravel.Web.Features.Operations;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Features.TenantManagement;

namespace BlazorTravel.Web.Setup;

/// <summary>The operations behind pages and endpoints.</summary>
public static class FeatureSetup
{
    public static void AddFeatures(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddMemoryCache();
        services.AddOptions<SuperadminOptions>().Bind(builder.Configuration.GetSection("Superadmin"));
        services.AddSingleton<DatabasePreparation>();
        services.AddRequesting();
        services.AddBranding();
        services.AddAccount();
        services.AddAgencySettings();
        builder.AddTenantManagement();
        services.AddDesk();
        services.AddMailLog();
        services.AddActivityLog();
        services.AddDevelopmentMail();
        services.AddOperations();
    }

    /// <summary>The features' endpoints beside their pages.</summary>
    public static void MapFeatures(this WebApplication app)
    {
        app.MapRequesting();
        app.MapBranding();
        app.MapAccount();
        app.MapTenantManagement();
        app.MapActivityLog();
        app.MapDesk();
        app.MapDevelopmentMail();
        app.MapOperations();
    }
}
