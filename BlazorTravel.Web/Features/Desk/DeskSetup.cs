using BlazorTravel.Web.Features.Desk.Api;
using BlazorTravel.Web.Features.Desk.Dashboard;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Features.Desk.Queue;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>The operations behind the agency's desk, and the API to them.</summary>
public static class DeskSetup
{
    public static void AddDesk(this IServiceCollection services)
    {
        services.AddScoped<ReadDashboard>();
        services.AddScoped<ReadQueueFigures>();
        services.AddScoped<ListRequests>();
        services.AddScoped<RefreshRows>();
        services.AddScoped<BulkChangeStatus>();
        services.AddScoped<UndoBulkChange>();
        services.AddScoped<ReadRequest>();
        services.AddScoped<FindByReference>();
        services.AddScoped<ChangeStatus>();
        services.AddScoped<AddNote>();
        services.AddScoped<StatusMails>();
        services.AddScoped<DeskNews>();
        services.AddScoped<DeskBrowser>();
        services.AddScoped<RequestCursors>();
        services.AddScoped<PageRequests>();
    }

    public static void MapDesk(this IEndpointRouteBuilder endpoints) => RequestsApi.Map(endpoints);
}
