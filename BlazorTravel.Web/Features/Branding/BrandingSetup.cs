namespace BlazorTravel.Web.Features.Branding;

/// <summary>What an agency's pages and mails show of its brand.</summary>
public static class BrandingSetup
{
    public static void AddBranding(this IServiceCollection services) => services.AddScoped<ReadLogo>();

    public static void MapBranding(this IEndpointRouteBuilder endpoints) => LogoEndpoint.Map(endpoints);
}
