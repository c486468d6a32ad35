namespace BlazorTravel.Web.Sessions;

/// <summary>The names of the authorisation policies; every page and endpoint that is not public carries one.</summary>
public static class Policies
{
    /// <summary>Anybody who is signed in on the own host.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>An agent or admin of the agency whose host this is.</summary>
    public const string Agency = "agency";

    /// <summary>An admin of the agency whose host this is.</summary>
    public const string AgencyAdmin = "agency-admin";

    /// <summary>The superadmin, on the platform's host.</summary>
    public const string Superadmin = "superadmin";

    /// <summary>Reads the agency's requests: an agent or admin of the agency asked, or a key of it with that scope.</summary>
    public const string RequestsRead = "requests-read";

    /// <summary>Changes the agency's requests: an agent or admin of the agency asked, or a key of it with that scope.</summary>
    public const string RequestsWrite = "requests-write";
}
