using System.Text;

namespace BlazorTravel.Domain;

/// <summary>
/// Text as PostgreSQL can keep it and Unicode can normalize it, whoever sent it: without NUL, without halves of surrogate
/// pairs, without the code point that is none. Each becomes U+FFFD, so that the text is not taken for another one.
/// </summary>
public static class StorableText
{
    private const char Replacement = '\uFFFD';

    public static string Of(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', Replacement).Replace('\uFFFE', Replacement);
}
