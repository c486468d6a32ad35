using System.Diagnostics;
using System.Text.Encodings.Web;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BlazorTravel.Web.Sessions.ApiKeys;

/// <summary>Lets programs in by an API key, which is looked up on every request. Says 401 and why to one that is no good.</summary>
public sealed partial class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiKeyDirectory keys,
    CurrentTenant current,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "api-key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ApiKeyHeader.Read(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }
        if (!ApiKeyText.IsWellFormed(text))
        {
            return Refuse("This is no API key. Check that it was copied as a whole.");
        }
        KnownApiKey? known;
        try
        {
            known = await keys.FindAsync(text, Context.RequestAborted);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotChecked(Logger, exception);
            return AuthenticateResult.Fail(new ApiKeyUncheckedException());
        }
        switch (known?.Key)
        {
            case null:
                return Refuse("There is no such API key.");
            case { RevokedAt: not null }:
                return Refuse("This API key was revoked.");
            case var key when !key.IsUsableAt(time.GetUtcNow()):
                return Refuse("This API key has expired.");
            case var key:
                if (key.TenantId == current.Agency?.TenantId)
                {
                    await RecordUseAsync(known!);
                }
                return AuthenticateResult.Success(
                    new AuthenticationTicket(ApiKeyCaller.PrincipalOf(key), ApiKeyHandler.SchemeName)
                );
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        var isUnchecked = failure is ApiKeyUncheckedException;
        if (isUnchecked)
        {
            Response.Headers.RetryAfter = "5";
        }
        else
        {
            Response.Headers.WWWAuthenticate = failure is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        }
        Response.Headers[HeaderNames.CacheControl] = "no-store";
        await TypedResults
            .Problem(
                statusCode: isUnchecked ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized,
                title: isUnchecked ? "API keys cannot be checked at the moment" : "The API key is not accepted",
                detail: isUnchecked ? "Try again in a few seconds." : failure?.Message,
                extensions: new Dictionary<string, object?> { ["trace_id"] = Activity.Current?.TraceId.ToString() }
            )
            .ExecuteAsync(Context);
    }

    // The error pages give it a body.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task RecordUseAsync(KnownApiKey known)
    {
        try
        {
            await keys.RecordUseAsync(known, Context.RequestAborted);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // When a key was last used is good to know, but nobody's request fails for it.
            LogUseNotRecorded(Logger, known.Key.Id, exception);
        }
    }

    private static AuthenticateResult Refuse(string why) => AuthenticateResult.Fail(why);

    [LoggerMessage(LogLevel.Error, "An API key could not be checked")]
    private static partial void LogNotChecked(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The use of API key {Id} could not be noted")]
    private static partial void LogUseNotRecorded(ILogger logger, int id, Exception exception);

    private sealed class ApiKeyUncheckedException() : Exception("The API key cannot be checked at the moment.");
}
