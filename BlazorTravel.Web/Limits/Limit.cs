namespace BlazorTravel.Web.Limits;

/// <summary>One thing that may be done so and so often. An endpoint carries its name in <see cref="LimitedAttribute"/>.</summary>
/// <param name="Name">As it stands in keys and in the API's headers.</param>
/// <param name="Setting">Its section in <see cref="LimitOptions"/>.</param>
/// <param name="Subject">Whose doings are counted together.</param>
/// <param name="QuotaIn">Its numbers.</param>
public sealed record Limit(string Name, string Setting, LimitSubject Subject, Func<LimitOptions, Quota> QuotaIn)
{
    public static readonly Limit SignIn = new(
        LimitNames.SignIn,
        nameof(LimitOptions.SignIn),
        LimitSubject.Address,
        options => options.SignIn
    );

    public static readonly Limit TwoStepCodes = new(
        LimitNames.TwoStepCodes,
        nameof(LimitOptions.TwoStepCodes),
        LimitSubject.Address,
        options => options.TwoStepCodes
    );

    public static readonly Limit PasswordReset = new(
        LimitNames.PasswordReset,
        nameof(LimitOptions.PasswordReset),
        LimitSubject.Address,
        options => options.PasswordReset
    );

    public static readonly Limit AccountLinks = new(
        LimitNames.AccountLinks,
        nameof(LimitOptions.AccountLinks),
        LimitSubject.Address,
        options => options.AccountLinks
    );

    public static readonly Limit TravelRequests = new(
        LimitNames.TravelRequests,
        nameof(LimitOptions.TravelRequests),
        LimitSubject.AddressAtAgency,
        options => options.TravelRequests
    );

    public static readonly Limit AgencyTravelRequests = new(
        LimitNames.AgencyTravelRequests,
        nameof(LimitOptions.AgencyTravelRequests),
        LimitSubject.Agency,
        options => options.AgencyTravelRequests
    );

    public static readonly Limit Api = new(
        LimitNames.Api,
        nameof(LimitOptions.Api),
        LimitSubject.Caller,
        options => options.Api
    );

    public static readonly Limit Places = new(
        LimitNames.Places,
        nameof(LimitOptions.Places),
        LimitSubject.AddressAtAgency,
        options => options.Places
    );

    public static readonly Limit Uploads = new(
        LimitNames.Uploads,
        nameof(LimitOptions.Uploads),
        LimitSubject.Agency,
        options => options.Uploads
    );

    public static IReadOnlyList<Limit> All { get; } =
    [SignIn, TwoStepCodes, PasswordReset, AccountLinks, TravelRequests, AgencyTravelRequests, Api, Places, Uploads];

    /// <exception cref="ArgumentException">There is no limit of this name.</exception>
    public static Limit Named(string name) =>
        All.FirstOrDefault(limit => limit.Name == name)
        ?? throw new ArgumentException($"There is no limit “{name}”.", nameof(name));
}

/// <summary>Whose doings a limit counts together.</summary>
public enum LimitSubject
{
    /// <summary>A client's address, whichever agency it calls: guessing must not begin anew on the next host.</summary>
    Address,

    /// <summary>A client's address at one agency: travelers of another agency behind the same address are not held up.</summary>
    AddressAtAgency,

    /// <summary>The agency as a whole.</summary>
    Agency,

    /// <summary>A login token or API key; where there is none, the client's address.</summary>
    Caller,
}

/// <summary>The limits' names, for attributes.</summary>
public static class LimitNames
{
    public const string SignIn = "sign-in";
    public const string TwoStepCodes = "two-step-codes";
    public const string PasswordReset = "password-reset";
    public const string AccountLinks = "account-links";
    public const string TravelRequests = "travel-requests";
    public const string AgencyTravelRequests = "agency-travel-requests";
    public const string Api = "api";
    public const string Places = "places";
    public const string Uploads = "uploads";
}
