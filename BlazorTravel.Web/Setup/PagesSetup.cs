using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.SignalR;

namespace BlazorTravel.Web.Setup;

/// <summary>Razor components, rendered on the server, and the circuits of those that are interactive.</summary>
public static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder) =>
        builder
            .Services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(options => options.AddFilter<CircuitHostFilter>());
}
