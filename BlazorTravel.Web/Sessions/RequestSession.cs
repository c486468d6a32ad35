using BlazorTravel.Web.Data;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.StaticAssets;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Finds the access token of a request: a program's as bearer, a browser's in its cookie. A browser whose token is missing or
/// about to expire has its refresh token exchanged on the way, and notices nothing.
/// </summary>
public sealed class RequestSession(Tokens tokens, TokenFormat format, TokenChecks checks, TimeProvider time)
{
    /// <summary>A token this close to its end is exchanged already: the page it opens asks for more.</summary>
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(60);

    private const string Scheme = "Bearer ";

    /// <summary>The token to judge; null where there is none, or where <see cref="UncheckedSignIn"/> was set.</summary>
    public async Task<string?> FindTokenAsync(HttpContext context)
    {
        // Files are the same for everybody, and what is cached for all must not carry anybody's cookies.
        if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return null;
        }
        try
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? authorization[Scheme.Length..].Trim()
                : await FromCookiesAsync(context);
            if (!string.IsNullOrEmpty(token))
            {
                await format.ExpectKeyOfAsync(token, context.RequestAborted);
                return token;
            }
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            context.Features.Set(new UncheckedSignIn(exception));
        }
        return null;
    }

    /// <summary>Whether a genuine token is still good; also false where <see cref="UncheckedSignIn"/> was set.</summary>
    public async Task<bool> IsLiveAsync(HttpContext context, SignedInUser? user)
    {
        try
        {
            return user is not null && await checks.IsLiveAsync(user, context.RequestAborted);
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            context.Features.Set(new UncheckedSignIn(exception));
            return false;
        }
    }

    private async Task<string?> FromCookiesAsync(HttpContext context)
    {
        var access = context.Request.Cookies[LoginTokenOptions.Cookie];
        var refresh = context.Request.Cookies[LoginTokenOptions.RefreshCookie];
        if (string.IsNullOrEmpty(refresh) || IsGoodForAWhile(access))
        {
            return access;
        }
        var current = context.RequestServices.GetRequiredService<CurrentTenant>();
        var address = context.Connection.RemoteIpAddress?.ToString();
        var result = await tokens.RefreshAsync(refresh, current.Agency?.TenantId, address, context.RequestAborted);
        switch (result.Outcome)
        {
            case RefreshOutcome.Refreshed:
                SessionCookie.Set(context, result.Tokens!);
                return result.Tokens!.Access;
            case RefreshOutcome.Foreign:
                context.Features.Set(new ForeignSignIn());
                return access;
            default:
                // The access token may be good for a moment yet, unless its session has ended: that is looked up.
                return access;
        }
    }

    private bool IsGoodForAWhile(string? access)
    {
        if (string.IsNullOrEmpty(access))
        {
            return false;
        }
        // What cannot be read is not worth exchanging anything for; it is judged as it is.
        return TokenFormat.LifeOf(access) is not var (from, until)
            || until - time.GetUtcNow() > Shorter(Dying, (until - from) / 4);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static bool IsOutage(Exception exception) =>
        exception.GetBaseException() is RedisException or TimeoutException
        || exception is RedisException
        || DatabaseOutage.IsBehind(exception);
}

/// <summary>Request feature: there is a sign-in, but whether it is still good cannot be told at the moment.</summary>
public sealed record UncheckedSignIn(Exception Reason);

/// <summary>Request feature: the browser is signed in at another agency than the one it asks, or at the platform.</summary>
public sealed class ForeignSignIn;
