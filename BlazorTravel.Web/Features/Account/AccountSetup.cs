using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

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
        if (context.Features.Get<UncheckedSignIn>() is not null)
        {
            // Whose session it is cannot be told. Forgetting the tokens here while they live on would only look like signing out.
            return TypedResults.Redirect("/logout?problem=unavailable");
        }
        if (SignedInUser.From(context.User) is { } user)
        {
            await signOut.RunAsync(user, context.Request.Form["page"], context.RequestAborted);
        }
        SessionCookie.Clear(context);
        return TypedResults.Redirect("/login");
    }
}
