namespace BlazorTravel.Web.Shared;

/// <summary>The icons' drawings: strokes on a 24 × 24 grid, coloured by the text around them.</summary>
public static class Icons
{
    private static readonly Dictionary<string, string> Drawings = new(StringComparer.Ordinal)
    {
        ["alert"] = """<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17.2v.1"/>""",
        ["arrow"] = """<path d="M5 12h14M13 6l6 6-6 6"/>""",
        ["back"] = """<path d="M19 12H5M11 6l-6 6 6 6"/>""",
        ["building"] =
            """<path d="M4 21V5l9-2.5V21M13 9h7v12M2 21h20"/><path d="M7.5 8.5h2M7.5 12.5h2M7.5 16.5h2M16.5 13v.1M16.5 17v.1"/>""",
        ["calendar"] =
            """<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 2.8V7M16 2.8V7"/>""",
        ["check"] = """<path d="m5 12.5 4.5 4.5L19 7.5"/>""",
        ["chevron"] = """<path d="m9 5 7 7-7 7"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="8.7"/><path d="M12 7v5.2l3.5 2"/>""",
        ["close"] = """<path d="m6 6 12 12M18 6 6 18"/>""",
        ["contrast"] =
            """<circle cx="12" cy="12" r="8.7"/><path d="M12 3.3a8.7 8.7 0 0 1 0 17.4z" fill="currentColor"/>""",
        ["dot"] = """<circle cx="12" cy="12" r="4" fill="currentColor"/>""",
        ["edit"] =
            """<path d="M4 20l1-4.5L16 4.5a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19z"/><path d="m14 6.5 3.5 3.5"/>""",
        ["export"] = """<path d="M12 3.5V15M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15"/>""",
        ["filter"] = """<path d="M4 6h16M7 12h10M10 18h4"/>""",
        ["flag"] = """<path d="M5.5 21V4M5.5 4.5c4-2 7.5 2 13 0v9c-5.5 2-9-2-13 0"/>""",
        ["fold"] =
            """<rect x="3.5" y="4.5" width="17" height="15" rx="2.5"/><path d="M9.5 4.5v15M16 9.5 13.5 12l2.5 2.5"/>""",
        ["gauge"] =
            """<rect x="3.5" y="3.5" width="7" height="9" rx="1.8"/><rect x="13.5" y="3.5" width="7" height="5" rx="1.8"/><rect x="13.5" y="11.5" width="7" height="9" rx="1.8"/><rect x="3.5" y="15.5" width="7" height="5" rx="1.8"/>""",
        ["globe"] =
            """<circle cx="12" cy="12" r="8.7"/><path d="M3.3 12h17.4M12 3.3c3 2.6 4 5.5 4 8.7s-1 6.1-4 8.7c-3-2.6-4-5.5-4-8.7s1-6.1 4-8.7z"/>""",
        ["inbox"] =
            """<path d="M3.5 13.5 6.5 5h11l3 8.5V18a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z"/><path d="M3.5 13.5H8l1.5 2.8h5l1.5-2.8h4.5"/>""",
        ["info"] = """<circle cx="12" cy="12" r="8.7"/><path d="M12 11v5.5M12 7.5v.1"/>""",
        ["key"] = """<circle cx="8" cy="15.5" r="4.5"/><path d="m11.2 12.3 8.3-8.3M15.5 8l3 3M18 5.5l2 2"/>""",
        ["leave"] = """<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9.5"/>""",
        ["lock"] = """<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>""",
        ["log"] = """<path d="M4 6.5h.1M4 12h.1M4 17.5h.1M8.5 6.5H20M8.5 12H20M8.5 17.5h7"/>""",
        ["mail"] = """<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.8 7 8.2 6 8.2-6"/>""",
        ["moon"] = """<path d="M20 14.2A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.2z"/>""",
        ["more"] =
            """<circle cx="5.5" cy="12" r="1.2" fill="currentColor"/><circle cx="12" cy="12" r="1.2" fill="currentColor"/><circle cx="18.5" cy="12" r="1.2" fill="currentColor"/>""",
        ["note"] = """<path d="M5 4h14v11l-5 5H5z"/><path d="M14 20v-5h5M8.5 8.5h7M8.5 12h4"/>""",
        ["people"] =
            """<circle cx="9" cy="8" r="3.5"/><path d="M2.8 19.5a6.2 6.2 0 0 1 12.4 0M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.2a6.2 6.2 0 0 1 3.2 5.3"/>""",
        ["phone"] =
            """<path d="M6 3.5h3.5l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5V18a2.5 2.5 0 0 1-2.5 2.5A15.5 15.5 0 0 1 3.5 6 2.5 2.5 0 0 1 6 3.5z"/>""",
        ["pin"] =
            """<path d="M12 21.5s7-6.2 7-11.5a7 7 0 0 0-14 0c0 5.3 7 11.5 7 11.5z"/><circle cx="12" cy="10" r="2.5"/>""",
        ["plus"] = """<path d="M12 5v14M5 12h14"/>""",
        ["refresh"] =
            """<path d="M20 5v5h-5M4 19v-5h5"/><path d="M19.5 10A8 8 0 0 0 5.6 7.5M4.5 14a8 8 0 0 0 13.9 2.5"/>""",
        ["screen"] = """<rect x="3" y="4.5" width="18" height="12" rx="2"/><path d="M8.5 20.5h7M12 16.5v4"/>""",
        ["search"] = """<circle cx="10.8" cy="10.8" r="6.8"/><path d="m20.5 20.5-4.9-4.9"/>""",
        ["send"] = """<path d="m21 3.5-7.5 17-3.5-7-7-3.5z"/><path d="M21 3.5 10 13.5"/>""",
        ["sliders"] =
            """<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>""",
        ["sort"] = """<path d="M8 5v14M8 19l-3.5-3.5M8 19l3.5-3.5M16 19V5M16 5l-3.5 3.5M16 5l3.5 3.5"/>""",
        ["sun"] =
            """<circle cx="12" cy="12" r="4"/><path d="M12 2.8v2M12 19.2v2M2.8 12h2M19.2 12h2M5.5 5.5l1.4 1.4M17.1 17.1l1.4 1.4M5.5 18.5l1.4-1.4M17.1 6.9l1.4-1.4"/>""",
        ["user"] = """<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>""",
    };

    /// <summary>Every name there is.</summary>
    public static IReadOnlyCollection<string> Names => Drawings.Keys;

    /// <summary>The drawing of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is no icon of this name.</exception>
    public static string Drawing(string name) => Drawings[name];
}
