namespace BlazorTravel.Web.Sessions;

/// <summary>The names of the authorisation policies; every page and endpoint that is not public carries one.</summary>
public static class Policies
{
    /// <summary>An agent or admin of the agency whose host this is.</summary>
    public const string Agency = "agency";

    /// <summary>An admin of the agency whose host this is.</summary>
    public const string AgencyAdmin = "agency-admin";

    /// <summary>Whoever may read the agency's requests.</summary>
    public const string RequestsRead = "requests-read";

    /// <summary>Whoever may work on the agency's requests.</summary>
    public const string RequestsWrite = "requests-write";

    /// <summary>The superadmin, on the platform's host.</summary>
    public const string Superadmin = "superadmin";
}
