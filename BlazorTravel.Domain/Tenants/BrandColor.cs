using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BlazorTravel.Domain.Tenants;

/// <summary>An sRGB colour, eight bits a channel; written and read as <c>#RRGGBB</c>.</summary>
public readonly record struct BrandColor(byte R, byte G, byte B)
{
    /// <summary>Pure white, the lightest surface there is.</summary>
    public static BrandColor White { get; } = new(255, 255, 255);

    /// <summary>Reads <c>#RRGGBB</c> (the <c>#</c> may be missing, case does not matter).</summary>
    /// <exception cref="FormatException">The text is not a six-digit hexadecimal colour.</exception>
    public static BrandColor Parse(string? text) =>
        TryParse(text, out var color)
            ? color
            : throw new FormatException($"'{text}' is not a colour. Write six hexadecimal digits, such as #0B6E99.");

    /// <summary>Reads <c>#RRGGBB</c>; false when the text is anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BrandColor color)
    {
        var digits = text.AsSpan().Trim();
        if (digits.StartsWith("#", StringComparison.Ordinal))
        {
            digits = digits[1..];
        }
        color = default;
        if (
            digits.Length != 6
            || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
        )
        {
            return false;
        }
        color = new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        return true;
    }

    /// <summary>Relative luminance after WCAG 2.2: 0 is black, 1 is white.</summary>
    public double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

    /// <summary>Contrast ratio after WCAG 2.2, from 1 (same) to 21 (black on white).</summary>
    public double ContrastWith(BrandColor other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>The colour as <c>#RRGGBB</c>, upper case.</summary>
    public override string ToString() => $"#{R:X2}{G:X2}{B:X2}";

    /// <summary>
    /// Lightness (0–1), chroma and hue (radians) in OKLCH, where changing lightness leaves the hue a person sees alone.
    /// Matrices: Björn Ottosson, "A perceptual color space for image processing", 2020.
    /// </summary>
    public (double Lightness, double Chroma, double Hue) ToOklch()
    {
        var (r, g, b) = (Linear(R), Linear(G), Linear(B));
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        var a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        var bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, Math.Sqrt(a * a + bb * bb), Math.Atan2(bb, a));
    }

    /// <summary>The nearest displayable colour of this lightness and hue; chroma gives way first.</summary>
    public static BrandColor FromOklch(double lightness, double chroma, double hue)
    {
        lightness = Math.Clamp(lightness, 0, 1);
        if (TryDisplay(lightness, chroma, hue) is { } exact)
        {
            return exact;
        }
        var (low, high) = (0.0, chroma);
        for (var step = 0; step < 20; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = TryDisplay(lightness, middle, hue) is null ? (low, middle) : (middle, high);
        }
        return TryDisplay(lightness, low, hue) ?? (lightness < 0.5 ? default : White);
    }

    private static BrandColor? TryDisplay(double lightness, double chroma, double hue)
    {
        var (a, b) = (chroma * Math.Cos(hue), chroma * Math.Sin(hue));
        var l = Math.Pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        var m = Math.Pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        var s = Math.Pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return
            Channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) is { } red
            && Channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) is { } green
            && Channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s) is { } blue
            ? new BrandColor(red, green, blue)
            : null;
    }

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    // A hair of tolerance: white and the primaries themselves come back as 1.0000001.
    private static byte? Channel(double linear) =>
        linear is < -0.0005 or > 1.0005
            ? null
            : (byte)
                Math.Round(
                    255
                        * Math.Clamp(
                            linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055,
                            0,
                            1
                        )
                );
}
