namespace BlazorTravel.Web.Sessions;

/// <summary>Where a session comes from, for its owner to recognise it.</summary>
/// <param name="Device">The client's own words, "User-Agent".</param>
/// <param name="Address">The client's IP address.</param>
/// <param name="How">One of the ways below.</param>
public sealed record SignInOrigin(string? Device, string? Address, string How)
{
    public const string Password = "password";
    public const string PasswordAndCode = "password-code";
    public const string PasswordAndRecoveryCode = "password-recovery";
    public const string Passkey = "passkey";
    public const string Invitation = "invitation";
    public const string ResetLink = "reset";

    public static SignInOrigin Of(HttpContext context, string how) =>
        new(context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress?.ToString(), how);
}
