using BlazorTravel.Web.Shell.Errors;
using Microsoft.AspNetCore.Localization;
using MudBlazor;
using MudBlazor.Services;

namespace BlazorTravel.Web.Shell;

/// <summary>Wires the shell: languages, security header, error pages, remembered preferences.</summary>
public static class ShellSetup
{
    /// <summary>Registers the desk's components and the languages (browser's wish, then the reader's own choice).</summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.SnackbarConfiguration.HideTransitionDuration = 150;
        });
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var languages = Languages.All.ToList();
            options.DefaultRequestCulture = new RequestCulture(languages[0]);
            options.SupportedCultures = languages;
            options.SupportedUICultures = languages;
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider(),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
        return services;
    }

    /// <summary>Goes first in the pipeline: everything after it may fail and still answers with a page of ours.</summary>
    public static void UseShell(this IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ContentSecurityPolicy>();
        app.UseRequestLocalization();
        app.UseErrorPages();
        app.UseMiddleware<ReadableRequest>();
        app.UseMiddleware<SameOrigin>();
    }

    /// <summary>Maps what the theme and language switches post to.</summary>
    public static void MapShell(this IEndpointRouteBuilder endpoints) => Preferences.Map(endpoints);
}
