using System.Globalization;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>The agency's and the platform's log: reading them, and taking a copy along.</summary>
public static class AuditSetup
{
    public static void AddActivityLog(this IServiceCollection services)
    {
        services.AddScoped<ReadAgencyLog>();
        services.AddScoped<ReadPlatformLog>();
        services.AddScoped<AuditWords>();
        services.AddScoped<AuditCsv>();
        services.AddScoped<ExportLog>();
    }

    public static void MapActivityLog(this IEndpointRouteBuilder app)
    {
        app.MapGet($"{AuditFilter.AgencyPath}/{AuditFilter.ExportName}", ExportAgencyAsync)
            .RequireAuthorization(Policies.AgencyAdmin)
            .ExcludeFromDescription();
        app.MapGet($"{AuditFilter.PlatformPath}/{AuditFilter.ExportName}", ExportPlatformAsync)
            .RequireAuthorization(Policies.Superadmin)
            .ExcludeFromDescription();
    }

    private static Task ExportAgencyAsync(
        HttpContext http,
        CurrentTenant current,
        ExportLog export,
        TimeProvider time
    ) =>
        export.WriteAgencyAsync(
            AuditFilter.Parse(http.Request.QueryString.Value ?? "").FirstPage,
            () => Begin(http.Response, current.Required.Subdomain, time),
            http.RequestAborted
        );

    private static Task ExportPlatformAsync(HttpContext http, ExportLog export, TimeProvider time) =>
        export.WritePlatformAsync(
            AuditFilter.Parse(http.Request.QueryString.Value ?? "").FirstPage,
            () => Begin(http.Response, "platform", time),
            http.RequestAborted
        );

    private static Stream Begin(HttpResponse response, string whose, TimeProvider time)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{whose}-activity-{day}.csv\"";
        return response.Body;
    }
}
