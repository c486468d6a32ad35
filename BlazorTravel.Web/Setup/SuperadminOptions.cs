namespace BlazorTravel.Web.Setup;

/// <summary>The first superadmin, created when there is none. Outside Development both must be set for the first start.</summary>
public sealed class SuperadminOptions
{
    /// <summary>The documented account of a development machine.</summary>
    public const string DevelopmentEmail = "superadmin@blazortravel.example";
    public const string DevelopmentPassword = "Superadmin-2026";

    public string? Email { get; set; }
    public string? Password { get; set; }
}
