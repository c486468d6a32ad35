using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BlazorTravel.Domain.Tenants;

/// <summary>
/// The host label under which an agency is reached: 3 to 40 lower-case letters, digits and inner hyphens, not digits
/// alone (they would read as a tenant's id) and not one of the platform's reserved names.
/// </summary>
public sealed record Subdomain
{
    public const int MinLength = 3;
    public const int MaxLength = 40;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "www",
        "api",
        "admin",
        "superadmin",
        "app",
        "apps",
        "mail",
        "email",
        "smtp",
        "imap",
        "pop",
        "mx",
        "static",
        "assets",
        "cdn",
        "img",
        "images",
        "media",
        "files",
        "auth",
        "login",
        "logout",
        "account",
        "accounts",
        "sso",
        "oauth",
        "id",
        "status",
        "health",
        "metrics",
        "monitoring",
        "grafana",
        "prometheus",
        "support",
        "help",
        "docs",
        "blog",
        "news",
        "about",
        "legal",
        "privacy",
        "terms",
        "security",
        "billing",
        "pay",
        "payments",
        "dashboard",
        "console",
        "root",
        "system",
        "internal",
        "localhost",
        "local",
        "test",
        "staging",
        "dev",
        "demo-platform",
        "ftp",
        "ssh",
        "vpn",
        "ns1",
        "ns2",
        "dns",
        "autoconfig",
        "autodiscover",
        "webmail",
        "postmaster",
        "hostmaster",
        "webmaster",
        "abuse",
        "blazortravel",
        "platform",
        "tenant",
        "tenants",
        "template",
        "agency",
        "agencies",
        "web",
        "redis",
        "postgres",
        "database",
    };

    private Subdomain(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads what a person typed; on failure <paramref name="error"/> says what to do instead.</summary>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out Subdomain? subdomain,
        [NotNullWhen(false)] out string? error
    )
    {
        subdomain = null;
        var typed = text?.Trim() ?? "";
        // Some letters of other alphabets become ours in lower case: what was typed is judged, not what it becomes.
        var value = Ascii.IsValid(typed) ? typed.ToLowerInvariant() : typed;
        error = value switch
        {
            { Length: < MinLength or > MaxLength } => $"Use {MinLength} to {MaxLength} characters.",
            _ when !value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') =>
                "Use only the letters a to z, digits and hyphens.",
            _ when value.StartsWith('-') || value.EndsWith('-') => "Start and end with a letter or a digit.",
            _ when value.StartsWith("xn--", StringComparison.Ordinal) => "Names starting with “xn--” are reserved.",
            _ when value.All(char.IsAsciiDigit) => "Use at least one letter.",
            _ when Reserved.Contains(value) => $"“{value}” is reserved for the platform. Choose another one.",
            _ => null,
        };
        if (error is not null)
        {
            return false;
        }
        subdomain = new Subdomain(value);
        return true;
    }

    /// <exception cref="ArgumentException">The text is no valid subdomain; the message says why.</exception>
    public static Subdomain Parse(string? text) =>
        TryParse(text, out var subdomain, out var error) ? subdomain : throw new ArgumentException(error, nameof(text));

    public override string ToString() => Value;
}
