using System.Security.Cryptography;

namespace BlazorTravel.Domain.TravelRequests;

/// <summary>
/// The short name of a request that people read to each other: seven characters of Crockford's base 32 (no I, L, O, U),
/// shown as 3-4. Random, so that it tells nothing about how many requests an agency has; unique in the agency's database.
/// </summary>
public static class RequestReference
{
    public const int Length = 7;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>K7M4Q2D becomes K7M-4Q2D.</summary>
    public static string Format(string reference) =>
        reference.Length == Length ? $"{reference[..3]}-{reference[3..]}" : reference;

    /// <summary>Reads what somebody typed or dictated: case, spaces and hyphens do not matter, O is 0, I and L are 1.</summary>
    public static bool TryParse(string? text, out string reference)
    {
        reference = string.Concat(
            (text ?? "")
                .ToUpperInvariant()
                .Where(c => c is not ('-' or ' '))
                .Select(c =>
                    c switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => c,
                    }
                )
        );
        return reference.Length == Length && reference.All(Alphabet.Contains);
    }
}
