using BlazorTravel.Web.Features.AgencySettings.ApiKeys;
using BlazorTravel.Web.Features.AgencySettings.People;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>What an agency's admins look after: its face, its people, its API keys.</summary>
public static class AgencySettingsSetup
{
    public static void AddAgencySettings(this IServiceCollection services)
    {
        services.AddScoped<ReadSettings>();
        services.AddScoped<SaveSettings>();
        services.AddScoped<AdminTurns>();
        services.AddScoped<ListPeople>();
        services.AddScoped<InvitePerson>();
        services.AddScoped<ChangePerson>();
        services.AddScoped<SendPasswordLink>();
        services.AddScoped<MailAllowance>();
        services.AddScoped<PeopleMails>();
        services.AddScoped<ListApiKeys>();
        services.AddScoped<CreateApiKey>();
        services.AddScoped<RevokeApiKey>();
    }
}
