using System.Globalization;

namespace BlazorTravel.Web.Shell;

/// <summary>The languages that pages and mails for travelers are written in, each named in itself.</summary>
public static class Languages
{
    /// <summary>The first one is used when a browser asks for none of them.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } =
    [
        CultureInfo.GetCultureInfo("en"),
        CultureInfo.GetCultureInfo("de"),
        CultureInfo.GetCultureInfo("fr"),
        CultureInfo.GetCultureInfo("es"),
    ];

    /// <summary>True for one of <see cref="All"/> by its two-letter name.</summary>
    public static bool Knows(string? name) => All.Any(language => language.Name == name);

    /// <summary>The language's name in itself, as a person would write it: English, Deutsch.</summary>
    public static string NameOf(CultureInfo language) =>
        language.TextInfo.ToTitleCase(language.IsNeutralCulture ? language.NativeName : language.Parent.NativeName);
}
