using System.Security.Cryptography;
using System.Text;

namespace BlazorTravel.Domain.Accounts;

/// <summary>
/// How an API key reads: <c>bt_</c>, eight characters that people may see, <c>_</c>, a secret of 256 bits, and six characters
/// of checksum. The fixed start and the checksum let scanners of code and logs tell a key from chance, and a mistyped key be
/// refused without asking the database.
/// </summary>
public static class ApiKeyText
{
    public const string Start = "bt_";
    public const int PrefixLength = 8;

    // 43 of 62 characters are 256 bits.
    private const int SecretLength = 43;
    private const int CheckLength = 6;
    private const int Length = 3 + PrefixLength + 1 + SecretLength + CheckLength;
    private const string PrefixCharacters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new key. It exists in the answer alone; keep its <see cref="Hash"/>.</summary>
    public static string Make()
    {
        var prefix = RandomNumberGenerator.GetString(PrefixCharacters, PrefixLength);
        var body = $"{Start}{prefix}_{RandomNumberGenerator.GetString(Characters, SecretLength)}";
        return body + Check(body);
    }

    /// <summary>Whether the text has a key's form and its checksum is right.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: Length }
        && text.StartsWith(Start, StringComparison.Ordinal)
        && text[Start.Length + PrefixLength] == '_'
        && PrefixOf(text).All(PrefixCharacters.Contains)
        && text[(Start.Length + PrefixLength + 1)..].All(char.IsAsciiLetterOrDigit)
        && text.EndsWith(Check(text[..^CheckLength]), StringComparison.Ordinal);

    /// <summary>The part by which people tell keys apart.</summary>
    public static string PrefixOf(string text) => text.Substring(Start.Length, PrefixLength);

    /// <summary>SHA-256 of the whole key, lower-case hexadecimal. The secret is random, so nothing slower is needed.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Check(string body)
    {
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 4)
        );
        var check = new char[CheckLength];
        for (var i = CheckLength - 1; i >= 0; i--, value /= (uint)Characters.Length)
        {
            check[i] = Characters[(int)(value % (uint)Characters.Length)];
        }
        return new string(check);
    }
}
