using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Signing in and out, invitations, forgotten passwords.</summary>
public static class AccountSetup
{
    public static void AddAccount(this IServiceCollection services)
    {
        services.AddSingleton<StrangerAttempts>();
        services.AddScoped<SignIn>();
        services.AddScoped<SignOut>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<SetPassword>();
        services.AddScoped<RequestPasswordReset>();
    }

    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        AuthApi.Map(app);
        // Before the page of the same address, which only shows the button.
        app.MapPost("/logout", LogoutAsync).AllowAnonymous().ExcludeFromDescription().WithOrder(-1);
    }

    private static async Task<RedirectHttpResult> LogoutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        SignOut signOut
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Redirect("/logout");
        }
        if (SignedInUser.From(context.User) is { } user)
        {
            try
            {
                await signOut.RunAsync(user);
            }
            catch (RedisException)
            {
                // Forgetting the token here while it lives on elsewhere would only look like signing out.
                return TypedResults.Redirect("/logout?problem=unavailable");
            }
        }
        SessionCookie.Clear(context);
        return TypedResults.Redirect("/login");
    }
}
