namespace BlazorTravel.Web.Shell;

/// <summary>
/// How this reader wants pages to look, remembered in cookies and read before the first byte is written, so that no page
/// flashes in the wrong theme. <see cref="Theme"/> is <c>light</c>, <c>dark</c> or null for the system's.
/// </summary>
public sealed record Appearance(string? Theme, bool RailFolded)
{
    /// <summary>The cookie holding <c>light</c> or <c>dark</c>; absent when the system decides. shell.js writes it too.</summary>
    public const string ThemeCookie = "theme";

    /// <summary>The cookie holding <c>folded</c> while the desk's rail shows icons only. shell.js writes it.</summary>
    public const string RailCookie = "rail";

    /// <summary>Before a reader has chosen anything.</summary>
    public static Appearance FollowingTheSystem { get; } = new(null, false);

    /// <summary>The media query under which the dark tokens apply.</summary>
    public string DarkMedia =>
        Theme switch
        {
            "dark" => "all",
            "light" => "not all",
            _ => "(prefers-color-scheme: dark)",
        };

    /// <summary>What the browser may paint before the first style sheet is there.</summary>
    public string ColorScheme => Theme ?? "light dark";

    /// <summary>Reads the cookies; anything unexpected in them counts as absent.</summary>
    public static Appearance From(HttpRequest request) =>
        new(
            request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie] : null,
            request.Cookies[RailCookie] == "folded"
        );
}
