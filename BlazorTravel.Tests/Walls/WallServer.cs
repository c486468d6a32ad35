using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Walls;

/// <summary>How the servers of these tests are started: as in production, for what only developers are shown is no wall.</summary>
public static class WallServer
{
    /// <summary>What would keep thousands of attempts of one machine from being made at all.</summary>
    private static readonly Dictionary<string, string?> Settings = new();

    public static AppOptions Options { get; } = new() { Environment = "Production", Settings = Settings };

    /// <summary>The same with the pages and endpoints of a development machine.</summary>
    public static AppOptions InDevelopment { get; } = Options with { Environment = "Development" };
}
