using System.Security.Cryptography;

namespace BlazorTravel.Domain.Tenants;

/// <summary>An agency's logo: a small PNG, JPEG or WebP, told by its content and never by its name.</summary>
public sealed class TenantLogo
{
    /// <summary>In bytes: enough for a crisp logo, little enough for a phone's first page.</summary>
    public const int MaxLength = 100 * 1024;

    private TenantLogo() { }

    public string ContentType { get; private set; } = "";
    public byte[] Content { get; private set; } = [];

    /// <summary>The first 12 hexadecimal digits of the content's SHA-256.</summary>
    public string Version { get; private set; } = "";

    /// <exception cref="ArgumentException">Too large, or not one of the three image formats; the message says so.</exception>
    public static TenantLogo From(byte[] content)
    {
        if (content.Length > MaxLength)
        {
            throw new ArgumentException($"The logo may have at most {MaxLength / 1024} KB.", nameof(content));
        }
        return new TenantLogo
        {
            ContentType =
                Detect(content) ?? throw new ArgumentException("Choose a PNG, JPEG or WebP image.", nameof(content)),
            Content = content,
            Version = Convert.ToHexStringLower(SHA256.HashData(content))[..12],
        };
    }

    private static string? Detect(ReadOnlySpan<byte> content) =>
        content switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                "image/webp",
            _ => null,
        };
}
