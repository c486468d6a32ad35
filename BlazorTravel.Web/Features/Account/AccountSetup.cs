using BlazorTravel.Web.Features.Account.Identity;
using BlazorTravel.Web.Features.Account.Passkeys;
using BlazorTravel.Web.Features.Account.Password;
using BlazorTravel.Web.Features.Account.Profile;
using BlazorTravel.Web.Features.Account.Sessions;
using BlazorTravel.Web.Features.Account.TwoStep;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Shell;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Signing in and out, invitations, forgotten passwords, and everybody's own account.</summary>
public static class AccountSetup
{
    public static void AddAccount(this IServiceCollection services)
    {
        services.AddAccountIdentity();
        services.AddScoped<SealedStates>();
        services.AddScoped<SecurityChanges>();
        services.AddScoped<Admission>();
        services.AddScoped<SecondStep>();
        services.AddScoped<OwnPassword>();
        services.AddSingleton<StrangerAttempts>();
        services.AddScoped<SignIn>();
        services.AddScoped<SignOut>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<SetPassword>();
        services.AddScoped<RequestPasswordReset>();
        services.AddScoped<ReadSessions>();
        services.AddScoped<EndSessions>();
        AddOwnAccount(services);
    }

    private static void AddOwnAccount(IServiceCollection services)
    {
        services.AddScoped<ReadProfile>();
        services.AddScoped<Rename>();
        services.AddScoped<RequestEmailChange>();
        services.AddScoped<ChangeEmail>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<ReadTwoStep>();
        services.AddScoped<Enrolment>();
        services.AddScoped<TurnOnTwoStep>();
        services.AddScoped<TurnOffTwoStep>();
        services.AddScoped<ReplaceRecoveryCodes>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddScoped<PasskeySignIn>();
        services.AddScoped<AddPasskey>();
        services.AddScoped<OwnPasskeys>();
        services.AddSingleton(new DeskNotice(typeof(SecondFactorNotice)));
    }

    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        AuthApi.Map(app);
        SessionsEndpoints.Map(app);
        PasskeyEndpoints.Map(app);
        SecondFactorNotice.Map(app);
        // Before the page of the same address, which only shows the button.
        app.MapPost("/logout", LogoutAsync).AllowAnonymous().ExcludeFromDescription().WithOrder(-1);
    }

    private static async Task<RedirectHttpResult> LogoutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        SignOut signOut,
        TokenFormat format,
        CurrentTenant current
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Redirect("/logout");
        }
        string? page = context.Request.Form["page"];
        if (SignedInUser.From(context.User) is { } user)
        {
            await signOut.RunAsync(user, page, context.RequestAborted);
        }
        else if (context.Features.Get<UncheckedSignIn>() is not null)
        {
            var own = await RefreshTokenAsync(context, format, current);
            if (own is null)
            {
                // Forgetting the tokens here while they live on would only look like signing out.
                return TypedResults.Redirect("/logout?problem=unavailable");
            }
            await signOut.RunAsync(own, page, context.RequestAborted);
        }
        SessionCookie.Clear(context);
        return TypedResults.Redirect("/login");
    }

    private static async Task<RefreshClaims?> RefreshTokenAsync(
        HttpContext context,
        TokenFormat format,
        CurrentTenant current
    ) =>
        context.Request.Cookies[LoginTokenOptions.RefreshCookie] is { Length: > 0 } token
        && await format.ReadRefreshAsync(token, context.RequestAborted) is { } refresh
        && refresh.TenantId == current.Agency?.TenantId
            ? refresh
            : null;
}
