using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Shell.Errors;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StackExchange.Redis;

namespace BlazorTravel.Web.Setup;

/// <summary>Login tokens, in a cookie or as a bearer, and who may do what.</summary>
public static class SignInSetup
{
    private static readonly JsonWebTokenHandler TokenReader = new();

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LoginTokenOptions>().Bind(builder.Configuration.GetSection("Tokens"));
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<CircuitDirectory>();
        services.AddSingleton<IPasswordHasher<AdminUser>, PasswordHasher<AdminUser>>();
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<SigningKeys>(
                (options, keys) =>
                {
                    options.MapInboundClaims = false;
                    options.TokenValidationParameters = new TokenValidationParameters
                    {
                        ValidIssuer = LoginTokenOptions.Issuer,
                        ValidAudience = LoginTokenOptions.Issuer,
                        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                        NameClaimType = TokenClaims.Name,
                        RoleClaimType = TokenClaims.Role,
                        ClockSkew = TimeSpan.FromSeconds(30),
                        IssuerSigningKeyResolver = (_, _, id, _) => keys.Known.Where(key => key.KeyId == id),
                    };
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

    /// <summary>Reads and checks the token, and lets nobody pass who must not; after the tenant is known.</summary>
    public static void UseSignIn(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        // Counts by token, and those too whom the next ones turn away.
        app.UseRateLimiter();
        app.UseMiddleware<TokenWall>();
        app.UseAuthorization();
    }

    private static async Task ReadTokenAsync(MessageReceivedContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        context.Token = authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[scheme.Length..].Trim()
            : context.Request.Cookies[LoginTokenOptions.Cookie];
        if (string.IsNullOrEmpty(context.Token))
        {
            context.NoResult();
            return;
        }
        // A key that another server made since is fetched before the token is judged by the keys known here.
        var keyId = TokenReader.CanReadToken(context.Token) ? TokenReader.ReadJsonWebToken(context.Token).Kid : null;
        await context
            .HttpContext.RequestServices.GetRequiredService<SigningKeys>()
            .ExpectAsync(keyId, context.HttpContext.RequestAborted);
    }

    private static async Task CheckTokenAsync(TokenValidatedContext context)
    {
        try
        {
            var tokens = context.HttpContext.RequestServices.GetRequiredService<Tokens>();
            if (!await tokens.IsLiveAsync(context.Principal!))
            {
                context.Fail("The token was signed out.");
            }
        }
        catch (RedisException exception)
        {
            context.HttpContext.Items[typeof(RedisException)] = exception;
            context.Fail("The token cannot be checked at the moment.");
        }
    }

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var request = context.Request;
        if (context.HttpContext.Items.ContainsKey(typeof(RedisException)))
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
