using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BlazorTravel.Web.Features.Account.Sessions;

/// <summary>What the forms of the list post to; each checks the antiforgery token.</summary>
public static class SessionsEndpoints
{
    public const string Page = "/account/sessions";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Page).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
        group.MapPost("/end", EndAsync);
        group.MapPost("/end-others", EndOthersAsync);
    }

    private static async Task<RedirectHttpResult> EndAsync(
        [FromForm] string session,
        EndSessions sessions,
        HttpContext context
    )
    {
        var user = SignedInUser.From(context.User)!;
        var wasThere = await sessions.OneAsync(user, session, context.RequestAborted);
        return TypedResults.Redirect($"{Page}?note={(wasThere ? "ended" : "gone")}");
    }

    private static async Task<RedirectHttpResult> EndOthersAsync(
        // Unused, but what makes the endpoint one that takes forms and checks their antiforgery token.
        [FromForm(Name = "all")] string? all,
        EndSessions sessions,
        HttpContext context
    )
    {
        _ = all;
        await sessions.OthersAsync(SignedInUser.From(context.User)!, context.RequestAborted);
        return TypedResults.Redirect($"{Page}?note=others");
    }
}
