using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>Text as strangers send it who want to break something, and as people send it who mean no harm.</summary>
public static class Nasty
{
    private static readonly string[] Known =
    [
        "",
        " ",
        "\t",
        "\0",
        "a\0b",
        "\r\n",
        "\u2028",
        "\u00a0",
        "\ufeff",
        "\ufffe",
        "a\uffffb",
        "\u200b",
        "\u202e",
        "\ud800",
        "\udfff",
        "\ud83d\ude80",
        "K",
        "\u212a",
        "\u0131",
        "\u0130",
        "\u00df",
        "ﬀ",
        "e\u0301",
        "\u0000\u0001\u0002",
        "İ",
        "ａｃｍｅ",
        "١٢٣",
        "𝟙𝟚",
        "null",
        "undefined",
        "NaN",
        "Infinity",
        "-0",
        "0",
        "00",
        "007",
        "1e9",
        "1E400",
        "0x10",
        "-1",
        "+1",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999999999999",
        "1.7976931348623157e308",
        "true",
        "[]",
        "{}",
        "[[[[[[[[[[[[[[[[",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
        "' OR 1=1 --",
        "\"; DROP TABLE tenants; --",
        "%",
        "_",
        "\\",
        "%%%",
        "%00",
        "%2e%2e%2f",
        "%C0%AE",
        "%ED%A0%80",
        "%u0041",
        "%",
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/etc/passwd",
        "file:///etc/passwd",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
        "#{7*7}",
        "@(7*7)",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "2026-13-01",
        "26-1-1",
        "2026-12-31T00:00:00Z",
        "١٤٤٧-٠١-٠١",
        "1.500,00",
        "1,500.00",
        "1'500",
        "1 500",
        ".,.,",
        "--5",
        "5-",
        "1e2",
        "0.004",
        "79228162514264337593543950335",
        "a@b",
        "a@b.c",
        "a@b.example\r\nBcc: x@y.example",
        "\"a b\"@c.example",
        "a@[127.0.0.1]",
        "ä@ö.example",
        "@",
        "a@@b.example",
        "en",
        "de-DE",
        "xx-YY",
        "*",
        "en;q=2",
        "de;q=0.9,en;q=0.8",
        "c=de|uic=fr",
        "c=|uic=",
        "c=xx|uic=yy",
        "iv",
        "acme",
        "ACME",
        "www",
        "xn--acme",
        "-acme",
        "acme-",
        "a.b",
        "acme.",
        ".acme",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "::1",
        "1",
        "12",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
        "eyJhbGciOiJIUzI1NiJ9.e30.x",
        "a.b.c",
        "..",
        "Bearer x",
        "Basic eDp5",
    ];

    /// <summary>Any one character, the troublesome ones more often than their share.</summary>
    private static readonly Gen<char> Character = Gen.Frequency(
        (6, Gen.Choose(0x20, 0x7e).Select(c => (char)c)),
        (2, Gen.Choose(0, 0x1f).Select(c => (char)c)),
        (2, Gen.Choose(0x80, 0x2fff).Select(c => (char)c)),
        (1, Gen.Choose(0xd800, 0xdfff).Select(c => (char)c)),
        (1, Gen.Choose(0x3000, 0xffff).Select(c => (char)c))
    );

    private static readonly Gen<string> Random = Gen.ArrayOf(Character).Select(characters => new string(characters));

    private static readonly Gen<string> Long = Gen.Elements(41, 64, 121, 255, 300, 4001, 9000)
        .SelectMany(
            length => Gen.Elements("a", "é", "\u0301", "9", "%", "𝄞", "[", "."),
            (length, unit) => string.Concat(Enumerable.Repeat(unit, length))
        );

    private static readonly Gen<string> Digits = Gen.Choose(-9, 22)
        .SelectMany(
            length => Gen.ArrayOf(Gen.Choose('0', '9'), Math.Max(1, length)),
            (_, digits) => string.Concat(digits.Select(digit => (char)digit))
        );

    public static Gen<string> Text { get; } =
        Gen.Frequency(
            (5, Gen.Elements(Known)),
            (4, Random),
            (1, Long),
            (1, Digits),
            (2, Gen.Zip(Gen.Elements(Known), Random, (known, random) => known + random)),
            (1, Gen.Zip(Random, Gen.Elements(Known), (random, known) => random + known))
        );

    /// <summary>Also nothing at all.</summary>
    public static Gen<string?> MaybeText { get; } =
        Gen.Frequency((1, Gen.Constant<string?>(null)), (12, Text.Select(text => (string?)text)));

    public static Gen<byte[]> Bytes { get; } =
        Gen.Frequency(
            (2, Gen.ArrayOf(Gen.Choose(0, 255)).Select(values => values.Select(value => (byte)value).ToArray())),
            (
                1,
                Gen.Zip(
                    Gen.Elements(Beginnings),
                    Gen.ArrayOf(Gen.Choose(0, 255)),
                    (start, rest) => (byte[])[.. start, .. rest.Select(value => (byte)value)]
                )
            ),
            (1, Text.Select(text => Encoding.UTF8.GetBytes(text)))
        );

    private static IEnumerable<byte[]> Beginnings =>
        [
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A],
            [0x89, (byte)'P', (byte)'N', (byte)'G'],
            [0xFF, 0xD8, 0xFF],
            [0xFF, 0xD8],
            [.. "RIFF\0\0\0\0WEBP"u8],
            [.. "RIFF"u8],
            [.. "GIF89a"u8],
            [.. "<svg onload=alert(1)>"u8],
            [.. "<!DOCTYPE html><script>"u8],
            [.. "%PDF-1.7"u8],
            [],
        ];

    public static string Shown(string? text) =>
        text is null
            ? "null"
            : string.Concat(
                text.Select(c =>
                    c is >= ' ' and <= '~' ? $"{c}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                )
            );
}

/// <summary>Runs a property over generated values; what fails is said with the value and the seed that makes it again.</summary>
public static class Property
{
    public const int Cases = 3000;

    /// <summary>WALLS_SEED=1234 repeats a run.</summary>
    public static ulong Seed { get; } =
        ulong.TryParse(
            Environment.GetEnvironmentVariable("WALLS_SEED"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seed
        )
            ? seed
            : (ulong)System.Random.Shared.NextInt64();

    public static IReadOnlyList<T> Sample<T>(Gen<T> values, int count = Cases) =>
        values.Sample(count, new Rnd(Seed), 24);

    /// <summary>Holds when the property neither throws nor answers false.</summary>
    public static void Holds<T>(Gen<T> values, Func<T, bool> property, int cases = Cases)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"WALLS_SEED={Seed}");
        var replay = new Replay(new Rnd(Seed), Microsoft.FSharp.Core.FSharpOption<int>.None);
        Check.One(
            Config
                .QuickThrowOnFailure.WithMaxTest(cases)
                .WithEndSize(24)
                .WithReplay(Microsoft.FSharp.Core.FSharpOption<Replay>.Some(replay)),
            Prop.ForAll(values.ToArbitrary(), property)
        );
    }

    public static void HoldsOfText(Func<string, bool> property) => Holds(Nasty.Text, property);
}
