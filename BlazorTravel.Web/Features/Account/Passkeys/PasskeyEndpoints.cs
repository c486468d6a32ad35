using System.Text.Json.Nodes;
using BlazorTravel.Web.Limits;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Account.Passkeys;

/// <summary>What the page's script asks for before it can ask the authenticator; the second half is posted as a form.</summary>
public static class PasskeyEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/login/passkey", BeginSignInAsync)
            .WithMetadata(new LimitedAttribute(LimitNames.SignIn))
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription();
        app.MapPost("/account/passkeys/new", BeginRegistrationAsync)
            .RequireAuthorization(Policies.SignedIn)
            .DisableAntiforgery()
            .ExcludeFromDescription();
    }

    private static async Task<Results<Ok<Ceremony>, ProblemHttpResult>> BeginSignInAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        PasskeySignIn signIn
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);
        }
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Ceremony.Of(await signIn.BeginAsync(context, context.RequestAborted)));
    }

    private static async Task<Results<Ok<Ceremony>, ProblemHttpResult>> BeginRegistrationAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        AddPasskey add,
        IStringLocalizer<OwnAccountTexts> texts
    )
    {
        // Checked by hand, so that a refusal is one that the page's script can tell.
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);
        }
        context.Response.Headers.CacheControl = "no-store";
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var beginning = await add.BeginAsync(
            SignedInUser.From(context.User)!,
            form["password"],
            context,
            context.RequestAborted
        );
        return beginning.Result.Outcome == AccountOutcome.Done
            ? TypedResults.Ok(Ceremony.Of(beginning))
            : TypedResults.Problem(
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: AccountWords.Of(beginning.Result, texts)
            );
    }

    /// <summary>What the script hands on to navigator.credentials, and what the form carries meanwhile.</summary>
    private sealed record Ceremony(JsonNode Options, string State)
    {
        public static Ceremony Of(PasskeyBeginning beginning) =>
            new(JsonNode.Parse(beginning.Options!)!, beginning.State!);
    }
}
