using System.Text.RegularExpressions;

namespace BlazorTravel.Web.Redaction;

/// <summary>
/// Takes secrets out of a text: those that are configured, wherever they stand, and whatever looks like a link's, a login's or a
/// connection's secret.
/// </summary>
public sealed partial class SecretText
{
    public const string Removed = "[removed]";

    /// <summary>Shorter ones are words that may stand anywhere by chance.</summary>
    private const int MinLength = 6;

    private readonly string[] known;

    /// <param name="known">Passwords and the like, as they are configured.</param>
    public SecretText(IEnumerable<string?> known) =>
        this.known = [
            .. known
                .OfType<string>()
                .Where(secret => secret.Length >= MinLength)
                .Distinct(StringComparer.Ordinal)
                // The longest first, lest one that another begins with leaves the rest behind.
                .OrderByDescending(secret => secret.Length),
        ];

    /// <summary>The same text where there is nothing to take out.</summary>
    public string Clean(string text)
    {
        foreach (var secret in known)
        {
            text = text.Replace(secret, Removed, StringComparison.Ordinal);
        }
        return Patterns().Replace(text, Removed);
    }

    // The address of a request's own page; the value of a token, key or password in a query, cookie, form or connection
    // string; a bearer; a JSON Web Token; the id of a circuit's connection.
    [GeneratedRegex(
        """
            (?<=(?:\b|%2F)r(?:/|%2F))[0-9a-fA-F]{16,}
            | (?<=(?:\b|%3F|%26)(?:token|access_token|refresh_token|password|pwd|secret|api_?key|bt_\w+|__RequestVerificationToken)(?:=|%3D))[^&;,\s"'<>]+
            | (?<=\bBearer\s)\S+
            | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?
            | (?<=/_blazor\S*[?&]id=)[^&\s"']+
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant
    )]
    private static partial Regex Patterns();
}
