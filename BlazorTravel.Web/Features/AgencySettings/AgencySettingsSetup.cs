namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>An agency's face: name, colour, words, logo.</summary>
public static class AgencySettingsSetup
{
    public static void AddAgencySettings(this IServiceCollection services)
    {
        services.AddScoped<ReadSettings>();
        services.AddScoped<SaveSettings>();
    }
}
