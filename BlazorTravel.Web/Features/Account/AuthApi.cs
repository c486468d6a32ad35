using System.Text.Json.Serialization;
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
            group.MapPost("/login", LoginAsync).AllowAnonymous().DisableAntiforgery();
            group.MapPost("/refresh", RefreshAsync).AllowAnonymous().DisableAntiforgery();
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
        var result = await signIn.RunAsync(
            credentials.Email!,
            credentials.Password!,
            SignInOrigin.Of(context, SignInOrigin.Password),
            context.RequestAborted
        );
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn:
                return TypedResults.Ok(Answer(result.Tokens!));
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

    private static async Task<Results<Ok<TokenAnswer>, ValidationProblem, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request,
        Tokens tokens,
        CurrentTenant current,
        HttpContext context
    )
    {
        if (string.IsNullOrEmpty(request.RefreshToken))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["refresh_token"] = ["Give the refresh token of the last answer."] }
            );
        }
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var result = await tokens.RefreshAsync(
                request.RefreshToken,
                current.Agency?.TenantId,
                context.Connection.RemoteIpAddress?.ToString(),
                context.RequestAborted
            );
            return result.Outcome switch
            {
                RefreshOutcome.Refreshed => TypedResults.Ok(Answer(result.Tokens!)),
                RefreshOutcome.Foreign => TypedResults.Problem(
                    statusCode: StatusCodes.Status403Forbidden,
                    title: "This token belongs to another host"
                ),
                _ => TypedResults.Problem(
                    statusCode: StatusCodes.Status401Unauthorized,
                    title: "The session has ended",
                    detail: "Sign in again. A refresh token works once; the answer holds the next one."
                ),
            };
        }
        catch (RedisException)
        {
            return Unavailable(context);
        }
    }

    private static async Task<NoContent> LogoutAsync(SignOut signOut, HttpContext context)
    {
        await signOut.RunAsync(SignedInUser.From(context.User)!, cancellationToken: context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static TokenAnswer Answer(IssuedTokens tokens) =>
        new(
            tokens.Access,
            "Bearer",
            (int)tokens.Lifetime.TotalSeconds,
            tokens.Refresh,
            tokens.RefreshExpiresAt.UtcDateTime
        );

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

/// <summary>What an exchange takes.</summary>
public sealed record RefreshRequest([property: JsonPropertyName("refresh_token")] string? RefreshToken);

/// <summary>A token to send as "Authorization: Bearer …", and for how many seconds it is good; and one to exchange, once, for the next two.</summary>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken,
    [property: JsonPropertyName("refresh_expires_at")] DateTime RefreshExpiresAt
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
