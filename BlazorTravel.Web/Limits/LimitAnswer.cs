using System.Globalization;

namespace BlazorTravel.Web.Limits;

/// <summary>What a limit said to one try.</summary>
/// <param name="Remaining">How many more may come at once.</param>
/// <param name="Reset">Refused: until one is allowed again. Else: until all permits are there again.</param>
public readonly record struct LimitAnswer(Limit Limit, Quota Quota, bool IsAllowed, long Remaining, TimeSpan Reset)
{
    /// <summary>Whole seconds until one is allowed again, as Retry-After has them; at least one.</summary>
    public int RetryAfterSeconds => Math.Max(1, (int)Math.Ceiling(Reset.TotalSeconds));

    /// <summary>The same for people, in whole minutes; at least one.</summary>
    public int RetryAfterMinutes => Math.Max(1, (int)Math.Ceiling(Reset.TotalMinutes));

    /// <summary>One member of the header RateLimit-Policy, as the IETF's draft-ietf-httpapi-ratelimit-headers-10 has it.</summary>
    internal string Policy =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Limit.Name}\";q={Quota.Permits};w={(long)Math.Ceiling(Quota.Window.TotalSeconds)}"
        );

    /// <summary>One member of the header RateLimit, by the same draft.</summary>
    internal string State =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Limit.Name}\";r={Remaining};t={(IsAllowed ? (int)Math.Ceiling(Reset.TotalSeconds) : RetryAfterSeconds)}"
        );
}
