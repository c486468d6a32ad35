using BlazorTravel.Web.Data;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTravel.Web.Features.Account.TwoStep;

/// <summary>Whether the notice is there is decided with the page's first drawing, which can see the cookie.</summary>
public sealed partial class SecondFactorNotice
{
    private const string Later = "/account/later";
    private const string Cookie = "bt_second_factor_later";

    /// <summary>Kept for the circuit that takes the page over.</summary>
    [PersistentState]
    public bool? IsShown { get; set; }

    [Inject]
    private ReadTwoStep ReadTwoStep { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Puts the notice off until the browser forgets the session or another one begins.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Later, PutOffAsync)
            .RequireAuthorization(Policies.SignedIn)
            .DisableAntiforgery()
            .ExcludeFromDescription();

    protected override async Task OnInitializedAsync()
    {
        if (IsShown is not null || Authentication is null)
        {
            return;
        }
        var who = SignedInUser.From((await Authentication).User);
        IsShown =
            who is { IsSuperadmin: true }
            && Http?.Request.Cookies[Cookie] != who.SessionId
            && await IsMissingAsync(who);
    }

    private async Task<bool> IsMissingAsync(SignedInUser who)
    {
        try
        {
            return !(await ReadTwoStep.RunAsync(who)).HasSecondFactor;
        }
        catch (Exception exception) when (DatabaseOutage.IsBehind(exception))
        {
            // The page has its own words for that.
            return false;
        }
    }

    private static async Task<RedirectHttpResult> PutOffAsync(HttpContext context, IAntiforgery antiforgery)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await antiforgery.IsRequestValidAsync(context))
        {
            context.Response.Cookies.Append(
                Cookie,
                SignedInUser.From(context.User)!.SessionId,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = context.Request.IsHttps,
                    IsEssential = true,
                }
            );
        }
        return TypedResults.Redirect(LocalAddress.Or(form["return"], "/"));
    }
}
