using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Shell.Errors;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Quartz;

namespace BlazorTravel.Web.Setup;

/// <summary>Login tokens, in a cookie or as a bearer, and who may do what.</summary>
public static class SignInSetup
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LoginTokenOptions>().Bind(builder.Configuration.GetSection("Tokens")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LoginTokenOptions>, LoginTokenOptionsCheck>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TokenFormat>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionEndings>();
        services.AddSingleton<TokenChecks>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<RequestSession>();
        services.AddSingleton<CircuitDirectory>();
        services.AddSingleton<CircuitOwners>();
        services.AddScoped<OpenPage>();
        services.AddScoped<CircuitHandler, SessionCircuitHandler>();
        services.AddHostedService<SessionWatch>();
        services.AddSessionJobs();
        services.AddSingleton<IPasswordHasher<AdminUser>, PasswordHasher<AdminUser>>();
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<TokenFormat, TimeProvider>(
                (options, format, time) =>
                {
                    options.MapInboundClaims = false;
                    options.TimeProvider = time;
                    options.TokenValidationParameters = format.Rules(LoginTokenOptions.Issuer);
                    options.Events = new JwtBearerEvents
                    {
                        OnMessageReceived = ReadTokenAsync,
                        OnTokenValidated = CheckTokenAsync,
                        OnChallenge = ChallengeAsync,
                        OnForbidden = context =>
                            ErrorPages.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden),
                    };
                }
            );
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                Policies.Superadmin,
                policy => policy.RequireRole(Roles.Superadmin).AddRequirements(new OwnHost())
            )
            .AddPolicy(Policies.AgencyAdmin, policy => policy.RequireRole(Roles.Admin).AddRequirements(new OwnHost()))
            .AddPolicy(
                Policies.Agency,
                policy => policy.RequireRole(Roles.Admin, Roles.Agent).AddRequirements(new OwnHost())
            );
        services.AddScoped<IAuthorizationHandler, OwnHostHandler>();
    }

    private static void AddSessionJobs(this IServiceCollection services) =>
        services.AddQuartz(quartz =>
        {
            quartz.AddJob<RetryEndings>(job => job.WithIdentity(RetryEndings.Key).StoreDurably());
            quartz.AddTrigger<RetryEndings>(trigger =>
                trigger
                    .ForJob(RetryEndings.Key)
                    .WithIdentity("every-two-seconds", RetryEndings.Key.Group)
                    .StartNow()
                    .WithSimpleSchedule(RetryEndings.Interval)
            );
            quartz.AddJob<RotateSigningKeys>(job => job.WithIdentity(RotateSigningKeys.Key).StoreDurably());
            quartz.AddTrigger<RotateSigningKeys>(trigger =>
                trigger
                    .ForJob(RotateSigningKeys.Key)
                    .WithIdentity("every-hour", RotateSigningKeys.Key.Group)
                    .StartNow()
                    .WithSimpleSchedule(RotateSigningKeys.Interval)
            );
        });

    /// <summary>Reads and checks the token, and lets nobody pass who must not; after the tenant is known.</summary>
    public static void UseSignIn(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseMiddleware<TokenWall>();
        app.UseAuthorization();
    }

    private static async Task ReadTokenAsync(MessageReceivedContext context)
    {
        context.Token = await SessionOf(context.HttpContext).FindTokenAsync(context.HttpContext);
        if (string.IsNullOrEmpty(context.Token))
        {
            context.NoResult();
        }
    }

    private static async Task CheckTokenAsync(TokenValidatedContext context)
    {
        if (
            !await SessionOf(context.HttpContext).IsLiveAsync(context.HttpContext, SignedInUser.From(context.Principal))
        )
        {
            context.Fail("The token was signed out, or cannot be checked at the moment.");
        }
    }

    private static RequestSession SessionOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<RequestSession>();

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var request = context.Request;
        if (context.HttpContext.Features.Get<UncheckedSignIn>() is not null)
        {
            context.Response.Headers.RetryAfter = "5";
            return ErrorPages.WriteAsync(context.HttpContext, StatusCodes.Status503ServiceUnavailable);
        }
        if (HttpMethods.IsGet(request.Method) && !ErrorPages.WantsJson(request))
        {
            context.Response.Redirect("/login?return=" + Uri.EscapeDataString(request.Path + request.QueryString));
            return Task.CompletedTask;
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorPages.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized);
    }

    private sealed class OwnHost : IAuthorizationRequirement;

    /// <summary>A token is good on its own agency's host only; a superadmin's on the platform's only.</summary>
    private sealed class OwnHostHandler(CurrentTenant current) : AuthorizationHandler<OwnHost>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnHost requirement)
        {
            if (SignedInUser.From(context.User) is { } user && user.TenantId == current.Agency?.TenantId)
            {
                context.Succeed(requirement);
            }
            return Task.CompletedTask;
        }
    }
}
