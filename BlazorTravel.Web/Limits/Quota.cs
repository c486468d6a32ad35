namespace BlazorTravel.Web.Limits;

/// <summary>
/// How often something may be done: <see cref="Permits"/> times at once, and again as time gives them back, all of them
/// within <see cref="Window"/>.
/// </summary>
public sealed class Quota
{
    /// <summary>For the configuration to fill in.</summary>
    public Quota() { }

    public Quota(int permits, TimeSpan window) => (Permits, Window) = (permits, window);

    public int Permits { get; set; }

    public TimeSpan Window { get; set; }

    /// <summary>Until one permit is given back, in microseconds.</summary>
    internal long Interval => WindowInMicroseconds / Permits;

    internal long WindowInMicroseconds => Window.Ticks / TimeSpan.TicksPerMicrosecond;
}
