using BlazorTravel.Web.Features.Requesting.Places;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>The traveler's form, the traveler's own page, and the API that takes requests.</summary>
public static class RequestingSetup
{
    public static void AddRequesting(this IServiceCollection services)
    {
        services.AddScoped<RequestMails>();
        services.AddScoped<SubmitTravelRequest>();
        services.AddScoped<ReadOwnRequest>();
        services.AddScoped<FormTrap>();
        services
            .AddOptions<FormTrapOptions>()
            .BindConfiguration("FormTrap")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddScoped<TripWords>();
        services.AddSingleton<PlaceList>();
    }

    public static void MapRequesting(this IEndpointRouteBuilder endpoints)
    {
        PlacesEndpoint.Map(endpoints);
        TravelRequestsApi.Map(endpoints);
    }
}
