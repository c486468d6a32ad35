using System.Globalization;
using System.Threading.RateLimiting;
using BlazorTravel.Web.Limits;

namespace BlazorTravel.Web.Setup;

/// <summary>How often addresses, tokens and agencies may do what costs or can be guessed.</summary>
public static class LimitsSetup
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<LimitOptions>()
            .Bind(builder.Configuration.GetSection("Limits"))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SharedLimits>();
        services.AddSingleton<RequestLimiter>();
        services.AddScoped<CurrentLimits>();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = SayWhenAsync;
        });
        services
            .AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>()
            .Configure<RequestLimiter>((options, limiter) => options.GlobalLimiter = limiter);
    }

    // The status alone: the error pages, which come before, give it a body.
    private static ValueTask SayWhenAsync(
        Microsoft.AspNetCore.RateLimiting.OnRejectedContext rejected,
        CancellationToken cancellationToken
    )
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            rejected.HttpContext.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
        return ValueTask.CompletedTask;
    }
}
