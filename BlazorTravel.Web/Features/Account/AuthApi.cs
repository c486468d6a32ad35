using System.Text.Json.Serialization;
using BlazorTravel.Web.Limits;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Signing in and out for programs.</summary>
public static class AuthApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var prefix in (string[])["/api/v1/auth", "/api/auth"])
        {
            var group = app.MapGroup(prefix).WithTags("Sign-in");
            group
                .MapPost("/login", LoginAsync)
                .WithMetadata(new LimitedAttribute(LimitNames.SignIn))
                .AllowAnonymous()
                .DisableAntiforgery();
            group.MapPost("/logout", LogoutAsync).RequireAuthorization().DisableAntiforgery();
            group.MapGet("/me", Me).RequireAuthorization();
            if (prefix == "/api/auth")
            {
                group.ExcludeFromDescription();
            }
        }
    }

    private static async Task<Results<Ok<TokenAnswer>, ValidationProblem, ProblemHttpResult>> LoginAsync(
        Credentials credentials,
        SignIn signIn,
        HttpContext context
    )
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(credentials.Email))
        {
            errors["email"] = ["Give the email address of the account."];
        }
        if (string.IsNullOrEmpty(credentials.Password))
        {
            errors["password"] = ["Give the password."];
        }
        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors);
        }
        context.Response.Headers.CacheControl = "no-store";
        var result = await signIn.RunAsync(credentials.Email!, credentials.Password!, context.RequestAborted);
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn:
                var token = result.Token!;
                return TypedResults.Ok(new TokenAnswer(token.Value, "Bearer", (int)token.Lifetime.TotalSeconds));
            case SignInOutcome.LockedOut:
                context.Response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(result.Wait.TotalSeconds))}";
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status429TooManyRequests,
                    title: "Too many wrong passwords",
                    detail: "Signing in with this email is closed for a while. Try again after the time in Retry-After."
                );
            case SignInOutcome.Unavailable:
                return Unavailable(context);
            default:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status401Unauthorized,
                    title: "Email or password is wrong",
                    detail: "Check both, and that this is the host of the account's agency."
                );
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> LogoutAsync(SignOut signOut, HttpContext context)
    {
        try
        {
            await signOut.RunAsync(SignedInUser.From(context.User)!);
            return TypedResults.NoContent();
        }
        catch (RedisException)
        {
            return Unavailable(context);
        }
    }

    private static Results<Ok<Me>, ForbidHttpResult> Me(HttpContext context, CurrentTenant current)
    {
        var user = SignedInUser.From(context.User)!;
        return user.TenantId == current.Agency?.TenantId
            ? TypedResults.Ok(
                new Me(user.Id, user.Email, user.Name, user.Role, user.TenantId, current.Agency?.Subdomain)
            )
            : TypedResults.Forbid();
    }

    private static ProblemHttpResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "Signing in and out is not possible at the moment",
            detail: "A part of the platform does not answer. Try again in a few seconds."
        );
    }
}

/// <summary>What a sign-in takes.</summary>
public sealed record Credentials(
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("password")] string? Password
);

/// <summary>A token to send as "Authorization: Bearer …", and for how many seconds it is good.</summary>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn
);

/// <summary>Who is signed in. Without a tenant: the superadmin.</summary>
public sealed record Me(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("tenant_id")] int? TenantId,
    [property: JsonPropertyName("subdomain")] string? Subdomain
);
