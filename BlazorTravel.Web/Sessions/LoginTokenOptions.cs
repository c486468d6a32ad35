using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Sessions;

/// <summary>For how long sign-ins and their tokens are good; the configuration's section "Tokens".</summary>
public sealed class LoginTokenOptions
{
    public const string Issuer = "blazortravel";

    /// <summary>The audience of refresh tokens, which open nothing by themselves.</summary>
    public const string RefreshAudience = "blazortravel-refresh";

    /// <summary>The browser's cookie with the access token: host-only, so that no agency's host sees another's.</summary>
    public const string Cookie = "bt_session";

    /// <summary>The browser's cookie with the refresh token.</summary>
    public const string RefreshCookie = "bt_refresh";

    /// <summary>How long an access token is good; it is exchanged for a new one as long as the session lasts.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A session that nobody uses ends after this time.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A session ends this long after signing in, however much it is used.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// For how long after an exchange the refresh token before is still taken: a browser sends several requests at once, and
    /// an answer may get lost.
    /// </summary>
    public TimeSpan ExchangeGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A key signs new tokens for this long.</summary>
    public TimeSpan SigningKeyLifetime { get; set; } = TimeSpan.FromDays(30);
}

public sealed class LoginTokenOptionsCheck : IValidateOptions<LoginTokenOptions>
{
    public ValidateOptionsResult Validate(string? name, LoginTokenOptions options)
    {
        var problems = new List<string>();
        if (options.Lifetime < TimeSpan.FromSeconds(1) || options.Lifetime > TimeSpan.FromHours(1))
        {
            problems.Add("Tokens:Lifetime must be from a second to an hour.");
        }
        if (options.IdleLifetime < options.Lifetime)
        {
            problems.Add("Tokens:IdleLifetime must not be shorter than Tokens:Lifetime.");
        }
        if (options.AbsoluteLifetime < options.IdleLifetime || options.AbsoluteLifetime > TimeSpan.FromDays(365))
        {
            problems.Add("Tokens:AbsoluteLifetime must be from Tokens:IdleLifetime to a year.");
        }
        if (options.ExchangeGrace < TimeSpan.Zero || options.ExchangeGrace > TimeSpan.FromMinutes(5))
        {
            problems.Add("Tokens:ExchangeGrace must be at most five minutes.");
        }
        if (options.SigningKeyLifetime < TimeSpan.FromHours(1))
        {
            problems.Add("Tokens:SigningKeyLifetime must be at least an hour.");
        }
        return problems is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
