namespace BlazorTravel.Domain.Tenants;

/// <summary>
/// What the pages make of an agency's one brand colour: readable tones for the light and for the dark theme. Every pair
/// of text and ground keeps at least <see cref="MinimumContrast"/>; lightness is moved until it does, the hue stays.
/// </summary>
public sealed record BrandPalette(BrandColor Brand, BrandTones Light, BrandTones Dark)
{
    /// <summary>WCAG 2.2 AA for text of ordinary size.</summary>
    public const double MinimumContrast = 4.5;

    /// <summary>The platform's own colour, for pages that belong to no agency.</summary>
    public const string PlatformColor = "#3B4FC9";

    // The grounds a brand-coloured word may stand on; the same values as --page, --surface and --sunken in tokens.css
    // and dark.css.
    private static readonly BrandColor[] LightGrounds = [.. Colors("#F5F6F8", "#FFFFFF", "#EDF0F4")];
    private static readonly BrandColor[] DarkGrounds = [.. Colors("#0E1319", "#161C24", "#1E2630")];
    private static readonly BrandColor DarkInk = BrandColor.Parse("#0B1016");

    /// <summary>
    /// True when the brand is too light to carry white text, so that the light theme shows a darker tone of it. (The
    /// dark theme lifts nearly every brand: see <see cref="BrandTones.WasShifted"/> of <see cref="Dark"/>.)
    /// </summary>
    public bool WasShifted => Light.WasShifted;

    /// <summary>Text on the brand just as it was given, such as a letter in the agency's mark: white, or else black.</summary>
    public BrandColor OnBrand => BrandColor.White.ContrastWith(Brand) >= MinimumContrast ? BrandColor.White : default;

    /// <summary>Builds the palette from <c>#RRGGBB</c>.</summary>
    /// <exception cref="FormatException">The text is not a six-digit hexadecimal colour.</exception>
    public static BrandPalette From(string? brand) => From(BrandColor.Parse(brand));

    /// <summary>Builds the palette from a colour.</summary>
    public static BrandPalette From(BrandColor brand) => new(brand, ForLight(brand), ForDark(brand));

    private static BrandTones ForLight(BrandColor brand)
    {
        var (lightness, chroma, hue) = brand.ToOklch();
        var tint = BrandColor.FromOklch(0.955, Math.Min(chroma * 0.25, 0.03), hue);
        var primary = Shift(brand, -0.005, [.. LightGrounds, tint]);
        // Nearly black brands have nowhere darker to go.
        var hover = Hover(primary, lightness < 0.25 ? 0.1 : -0.06);
        return new(primary, hover, tint, BrandColor.White, primary != brand);
    }

    private static BrandTones ForDark(BrandColor brand)
    {
        var (_, chroma, hue) = brand.ToOklch();
        var tint = BrandColor.FromOklch(0.27, Math.Min(chroma * 0.45, 0.05), hue);
        var primary = Shift(brand, +0.005, [.. DarkGrounds, tint, DarkInk]);
        return new(primary, Hover(primary, +0.06), tint, DarkInk, primary != brand);
    }

    private static BrandColor Shift(BrandColor brand, double step, BrandColor[] grounds)
    {
        var (lightness, chroma, hue) = brand.ToOklch();
        var tone = brand;
        while (!grounds.All(ground => tone.ContrastWith(ground) >= MinimumContrast))
        {
            lightness += step;
            tone = BrandColor.FromOklch(lightness, chroma, hue);
        }
        return tone;
    }

    private static BrandColor Hover(BrandColor primary, double by)
    {
        var (lightness, chroma, hue) = primary.ToOklch();
        return BrandColor.FromOklch(lightness + by, chroma, hue);
    }

    private static IEnumerable<BrandColor> Colors(params string[] hex) => hex.Select(BrandColor.Parse);
}

/// <summary>One theme's tones of the brand.</summary>
/// <param name="Primary">Buttons, links, the chosen entry: readable on every ground of the theme and on the tint.</param>
/// <param name="Hover">The same a shade stronger, for a pointer over it.</param>
/// <param name="Tint">A whisper of the hue for grounds: the header, the chosen row.</param>
/// <param name="OnPrimary">Text on <paramref name="Primary"/> and on <paramref name="Hover"/>.</param>
/// <param name="WasShifted">True when <paramref name="Primary"/> is not the brand itself.</param>
public sealed record BrandTones(
    BrandColor Primary,
    BrandColor Hover,
    BrandColor Tint,
    BrandColor OnPrimary,
    bool WasShifted
);
