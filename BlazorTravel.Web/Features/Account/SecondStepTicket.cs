using System.Text.Json;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Account;

/// <summary>
/// What a browser holds between the two steps of signing in: that the first one was taken, by whom, and where to go
/// afterwards. It opens nothing but the page of the second step.
/// </summary>
/// <param name="Stamp">The account's security stamp: a change of password makes the ticket void.</param>
/// <param name="How">How the first step was taken.</param>
public sealed record SecondStepTicket(int UserId, string Stamp, string How, string? Return)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private const string Cookie = "bt_second_step";
    private const string Purpose = "second-step";

    public static SecondStepTicket For(AdminUser user, string how) => new(user.Id, user.SecurityStamp, how, null);

    /// <summary>Gives it to the browser, which shows it on the sign-in pages of this host only.</summary>
    public void Keep(HttpContext context, SealedStates states) =>
        context.Response.Cookies.Append(
            Cookie,
            states.Seal(Purpose, JsonSerializer.Serialize(this), Lifetime),
            Options(context, Lifetime)
        );

    /// <summary>The ticket that this browser holds; null for none that is still good.</summary>
    public static SecondStepTicket? Read(HttpContext context, SealedStates states) =>
        states.Open(Purpose, context.Request.Cookies[Cookie]) is { } json
            ? JsonSerializer.Deserialize<SecondStepTicket>(json)
            : null;

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Cookie, Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? age) =>
        new()
        {
            MaxAge = age,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure =
                context.Request.IsHttps
                || context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value.IsSecure,
            Path = "/login",
            IsEssential = true,
        };
}
