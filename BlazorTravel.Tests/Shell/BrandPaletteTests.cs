using BlazorTravel.Domain.Tenants;

namespace BlazorTravel.Tests.Shell;

public class BrandPaletteTests
{
    private static readonly string[] LightGrounds = ["#F5F6F8", "#FFFFFF", "#EDF0F4"];
    private static readonly string[] DarkGrounds = ["#0E1319", "#161C24", "#1E2630"];

    /// <summary>A lattice through the whole cube with its corners and all greys: 9³ + 256 colours.</summary>
    private static IEnumerable<BrandColor> ManyColors()
    {
        byte[] steps = [0, 32, 64, 96, 128, 160, 192, 224, 255];
        foreach (var r in steps)
        foreach (var g in steps)
        foreach (var b in steps)
        {
            yield return new(r, g, b);
        }
        for (var grey = 0; grey < 256; grey++)
        {
            yield return new((byte)grey, (byte)grey, (byte)grey);
        }
    }

    [Fact]
    public void Every_brand_is_readable_in_both_themes()
    {
        foreach (var brand in ManyColors())
        {
            var palette = BrandPalette.From(brand);
            AssertReadable(brand, palette.Light, LightGrounds);
            AssertReadable(brand, palette.Dark, DarkGrounds);
        }
    }

    [Fact]
    public void Body_text_is_readable_on_every_tint()
    {
        foreach (var brand in ManyColors())
        {
            var palette = BrandPalette.From(brand);
            Assert.True(palette.Light.Tint.ContrastWith(BrandColor.Parse("#4A5667")) >= 4.5, brand.ToString());
            Assert.True(palette.Dark.Tint.ContrastWith(BrandColor.Parse("#B3BDC9")) >= 4.5, brand.ToString());
        }
    }

    [Fact]
    public void A_shift_keeps_the_hue()
    {
        foreach (var brand in ManyColors())
        {
            var (_, chroma, hue) = brand.ToOklch();
            if (chroma < 0.06)
            {
                continue; // A grey has no hue to keep.
            }
            var palette = BrandPalette.From(brand);
            foreach (var tones in new[] { palette.Light, palette.Dark })
            {
                var (_, _, shifted) = tones.Primary.ToOklch();
                var turned = Math.Abs(Math.IEEERemainder(shifted - hue, 2 * Math.PI)) * 180 / Math.PI;
                Assert.True(turned < 8, $"{brand} became {tones.Primary}: {turned:F1} degrees");
            }
        }
    }

    [Fact]
    public void A_brand_that_reads_well_is_left_alone()
    {
        var palette = BrandPalette.From("#0b5c7a");

        Assert.Equal("#0B5C7A", palette.Light.Primary.ToString());
        Assert.False(palette.WasShifted);
        Assert.True(palette.Dark.WasShifted);
    }

    [Theory]
    [InlineData("#FFD400")]
    [InlineData("#FFFFFF")]
    [InlineData("#7FE3D0")]
    public void A_brand_too_light_for_white_text_is_darkened_and_says_so(string brand)
    {
        var palette = BrandPalette.From(brand);

        Assert.True(palette.WasShifted);
        Assert.True(palette.Light.Primary.Luminance < BrandColor.Parse(brand).Luminance);
        Assert.Equal(brand, palette.Brand.ToString());
    }

    [Theory]
    [InlineData("#000000")]
    [InlineData("#0A1A3A")]
    public void A_brand_too_dark_for_the_dark_theme_is_lifted_there(string brand)
    {
        var palette = BrandPalette.From(brand);

        Assert.False(palette.WasShifted);
        Assert.True(palette.Dark.WasShifted);
        Assert.True(palette.Dark.Primary.Luminance > BrandColor.Parse(brand).Luminance);
    }

    [Fact]
    public void A_letter_on_the_brand_itself_is_readable()
    {
        foreach (var brand in ManyColors())
        {
            Assert.True(BrandPalette.From(brand).OnBrand.ContrastWith(brand) >= 4.5, brand.ToString());
        }
    }

    [Fact]
    public void Hovering_is_visible()
    {
        foreach (var brand in ManyColors())
        {
            var palette = BrandPalette.From(brand);
            Assert.NotEqual(palette.Light.Primary, palette.Light.Hover);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("blue")]
    [InlineData("#12345")]
    [InlineData("#1234567")]
    [InlineData("#12345G")]
    [InlineData("##12345")]
    [InlineData("#+12345")]
    [InlineData("red;}body{display:none")]
    public void Anything_but_six_hexadecimal_digits_is_refused_with_words(string? text)
    {
        var error = Assert.Throws<FormatException>(() => BrandPalette.From(text));

        Assert.Contains("#0B6E99", error.Message, StringComparison.Ordinal);
        Assert.False(BrandColor.TryParse(text, out _));
    }

    [Fact]
    public void Writing_and_reading_a_color_gives_the_same_color()
    {
        foreach (var color in ManyColors())
        {
            Assert.Equal(color, BrandColor.Parse(color.ToString()));
            var (l, c, h) = color.ToOklch();
            Assert.Equal(color, BrandColor.FromOklch(l, c, h));
        }
    }

    [Fact]
    public void Black_on_white_is_twenty_one() =>
        Assert.Equal(21, BrandColor.White.ContrastWith(BrandColor.Parse("#000000")), 6);

    private static void AssertReadable(BrandColor brand, BrandTones tones, string[] grounds)
    {
        foreach (var ground in grounds.Select(BrandColor.Parse).Append(tones.Tint))
        {
            Assert.True(tones.Primary.ContrastWith(ground) >= 4.5, $"{brand}: {tones.Primary} on {ground}");
        }
        Assert.True(tones.OnPrimary.ContrastWith(tones.Primary) >= 4.5, $"{brand}: text on {tones.Primary}");
        Assert.True(tones.OnPrimary.ContrastWith(tones.Hover) >= 4.5, $"{brand}: text on {tones.Hover}");
    }
}
