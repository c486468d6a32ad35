namespace BlazorTravel.Web.Features.Account.Sessions;

/// <summary>
/// Reads browser and system from what a client calls itself. Only what people would say themselves: the names they know, no
/// versions. What is not in the tables stays unknown rather than guessed.
/// </summary>
public static class DeviceWords
{
    /// <summary>In this order: most browsers also claim to be those further down.</summary>
    private static readonly (string Mark, string Name)[] Programs =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"),
        ("YaBrowser/", "Yandex Browser"),
        ("DuckDuckGo/", "DuckDuckGo"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("PostmanRuntime/", "Postman"),
        ("python-requests/", "Python"),
        ("python-httpx/", "Python"),
        ("Go-http-client/", "Go"),
        ("okhttp/", "OkHttp"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];

    /// <summary>The names; null for what is unknown.</summary>
    public static (string? Program, string? System) Read(string userAgent) =>
        (Find(Programs, userAgent), Find(Systems, userAgent));

    private static string? Find((string Mark, string Name)[] table, string userAgent) =>
        Array.Find(table, entry => userAgent.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
