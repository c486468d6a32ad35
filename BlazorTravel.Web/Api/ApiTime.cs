namespace BlazorTravel.Web.Api;

/// <summary>A moment as the API writes it.</summary>
public static class ApiTime
{
    /// <summary>In UTC, which is written with a Z, and as exactly as the database keeps it.</summary>
    public static DateTime ForApi(this DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
