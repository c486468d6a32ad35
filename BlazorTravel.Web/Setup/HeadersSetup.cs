using Microsoft.AspNetCore.HttpsPolicy;

namespace BlazorTravel.Web.Setup;

/// <summary>What every answer says to browsers, and what none says about the server; see Shell/SecurityHeaders.</summary>
public static class HeadersSetup
{
    private static readonly TimeSpan OneYear = TimeSpan.FromDays(365);

    public static void AddHeaders(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HstsOptions>(options =>
        {
            // The agencies are subdomains, so all of them are meant.
            (options.MaxAge, options.IncludeSubDomains) = (OneYear, true);
            builder.Configuration.GetSection("Hsts").Bind(options);
        });
    }
}
