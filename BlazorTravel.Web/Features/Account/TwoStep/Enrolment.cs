using System.Globalization;
using BlazorTravel.Web.Sessions;
using OtpNet;
using QRCoder;

namespace BlazorTravel.Web.Features.Account.TwoStep;

/// <summary>
/// A key that is offered to an authenticator. The page carries it until a code proves that it arrived, so that looking at
/// the page changes nothing.
/// </summary>
public sealed class Enrolment(SealedStates states, SecurityChanges changes)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private const int KeyBytes = 20;

    public OfferedKey Offer(SignedInUser who) =>
        Describe(who, Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(KeyBytes)));

    /// <summary>The same offer again, from the page; null when it is too old or somebody else's.</summary>
    public OfferedKey? Again(SignedInUser who, string? sealedKey) =>
        states.Open(Purpose(who), sealedKey) is { } key ? Describe(who, key) : null;

    private OfferedKey Describe(SignedInUser who, string key)
    {
        var issuer = Uri.EscapeDataString(changes.DeskName);
        var address =
            $"otpauth://totp/{issuer}:{Uri.EscapeDataString(who.Email)}?secret={key}&issuer={issuer}&digits=6&period=30";
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var drawing = new SvgQRCode(code);
        var svg = drawing.GetGraphic(
            4,
            "#000000",
            "#ffffff",
            drawQuietZones: true,
            SvgQRCode.SizingMode.ViewBoxAttribute
        );
        return new OfferedKey(key, states.Seal(Purpose(who), key, Lifetime), address, svg);
    }

    private static string Purpose(SignedInUser who) => "enrolment:" + who.Id.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Key">Base32, as it is typed.</param>
/// <param name="Sealed">The same for the page to carry.</param>
/// <param name="Address">What the picture says: an "otpauth" address.</param>
/// <param name="Svg">The picture.</param>
public sealed record OfferedKey(string Key, string Sealed, string Address, string Svg)
{
    /// <summary>In groups of four, for reading aloud and typing.</summary>
    public string Readable => string.Join(' ', Key.Chunk(4).Select(group => new string(group)));
}
