using BlazorTravel.Web.Audit;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTravel.Web.Setup;

/// <summary>Who does what, in the agency's and the platform's log.</summary>
public static class AuditSetup
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CurrentActor>();
        builder.Services.AddScoped<AuditTrail>();
        builder.Services.AddScoped<CircuitHandler, ActorCircuitHandler>();
    }

    /// <summary>After sign-in was checked.</summary>
    public static void UseAudit(this IApplicationBuilder app) => app.UseMiddleware<ActorMiddleware>();
}
