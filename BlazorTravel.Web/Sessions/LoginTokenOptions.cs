namespace BlazorTravel.Web.Sessions;

/// <summary>How login tokens are made.</summary>
public sealed class LoginTokenOptions
{
    public const string Issuer = "blazortravel";

    /// <summary>The browser's cookie that holds the token: host-only, so that no agency's host sees another's.</summary>
    public const string Cookie = "bt_session";

    /// <summary>How long a sign-in lasts.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(10);
}
