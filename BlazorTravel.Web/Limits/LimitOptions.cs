using System.ComponentModel.DataAnnotations;

namespace BlazorTravel.Web.Limits;

/// <summary>The numbers, from the section "Limits". The defaults leave room for an office behind one address.</summary>
public sealed class LimitOptions : IValidatableObject
{
    private const int MaxPermits = 1_000_000;

    /// <summary>Sign-ins from one address, over all accounts and agencies.</summary>
    public Quota SignIn { get; set; } = new(100, TimeSpan.FromMinutes(5));

    /// <summary>Second steps of a sign-in from one address.</summary>
    public Quota TwoStepCodes { get; set; } = new(100, TimeSpan.FromMinutes(5));

    /// <summary>Links for a forgotten password asked for from one address.</summary>
    public Quota PasswordReset { get; set; } = new(20, TimeSpan.FromMinutes(15));

    /// <summary>One-time links of invitations and forgotten passwords opened or used from one address.</summary>
    public Quota AccountLinks { get; set; } = new(60, TimeSpan.FromMinutes(15));

    /// <summary>Travel requests to one agency from one address, by form or API.</summary>
    public Quota TravelRequests { get; set; } = new(60, TimeSpan.FromMinutes(10));

    /// <summary>Travel requests to one agency from everywhere.</summary>
    public Quota AgencyTravelRequests { get; set; } = new(1200, TimeSpan.FromMinutes(10));

    /// <summary>Calls of the API with one token or key, or without one from one address.</summary>
    public Quota Api { get; set; } = new(600, TimeSpan.FromMinutes(1));

    /// <summary>Suggestions of places for one address.</summary>
    public Quota Places { get; set; } = new(600, TimeSpan.FromMinutes(1));

    /// <summary>Pictures uploaded by one agency.</summary>
    public Quota Uploads { get; set; } = new(30, TimeSpan.FromMinutes(10));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from limit in Limit.All
        let quota = limit.QuotaIn(this)
        where
            quota.Permits is < 1 or > MaxPermits
            || quota.Window < TimeSpan.FromSeconds(1)
            || quota.Window > TimeSpan.FromDays(1)
            || quota.Interval < 1
        select new ValidationResult(
            $"Set Limits__{limit.Setting}__Permits to a number between 1 and {MaxPermits}, and Limits__{limit.Setting}__Window "
                + "to a time between 00:00:01 and 1.00:00:00."
        );
}
