namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>How an agency's figures are written.</summary>
public static class AgencyFacts
{
    /// <summary>A migration's day and name without its clock: "20261123 Initial".</summary>
    public static string Schema(string? version) =>
        version is null ? "–"
        : version.Split('_', 2) is [{ Length: 14 } stamp, var name] ? $"{stamp[..8]} {name}"
        : version;

    /// <summary>A step's time: "35 ms", "1.2 s".</summary>
    public static string Time(double milliseconds) =>
        milliseconds < 1000 ? $"{milliseconds:0} ms" : $"{milliseconds / 1000:0.0} s";
}
