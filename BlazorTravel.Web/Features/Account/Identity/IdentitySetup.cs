using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>ASP.NET Core Identity over our own table.</summary>
public static class IdentitySetup
{
    public static void AddAccountIdentity(this IServiceCollection services)
    {
        services.AddScoped<AccountUnits>();
        services.AddScoped<AccountContext>();
        services.AddSingleton<AuthenticatorKeys>();
        // Identity adds its own only where there is none.
        services.AddSingleton<ILookupNormalizer, LowerCaseAddresses>();
        services.AddScoped<IPasswordValidator<AdminUser>, PasswordRulesValidator>();
        services
            .AddIdentityCore<AdminUser>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = "";
            })
            .AddUserStore<AccountStore>()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddScoped<IPasskeyHandler<AdminUser>, PasskeyHandler<AdminUser>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // The relying party is the host that was asked: an agency's passkeys are nothing to another agency.
            options.ServerDomain = null;
            // A passkey stands for both steps, so the authenticator must know its owner, by finger, face or PIN.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
            options.ValidateOrigin = context =>
                ValueTask.FromResult(
                    !context.CrossOrigin
                        && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin)
                        && origin.Authority.Equals(
                            context.HttpContext.Request.Host.Value,
                            StringComparison.OrdinalIgnoreCase
                        )
                );
        });
    }
}
