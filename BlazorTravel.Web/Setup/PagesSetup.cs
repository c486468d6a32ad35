using BlazorTravel.Web.Shell;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.SignalR;
using MudBlazor.Services;

namespace BlazorTravel.Web.Setup;

/// <summary>Razor components, rendered on the server, and the circuits of those that are interactive.</summary>
public static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(options =>
            {
                options.AddFilter<TenantLogFilter>();
                options.AddFilter<CircuitHostFilter>();
            });
        builder.Services.AddShell();
        builder.Services.AddMudServices();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "bt_antiforgery";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapShell();
    }
}
