using MimeKit;

namespace BlazorTravel.Tests.Support;

/// <summary>One mail as the SMTP server took it: the envelope, and the message parsed from its raw bytes.</summary>
/// <param name="EnvelopeFrom">The MAIL FROM address; empty for the null sender.</param>
/// <param name="EnvelopeTo">The RCPT TO addresses.</param>
/// <param name="User">Who signed in to the SMTP server, or null.</param>
/// <param name="Encrypted">Whether the connection was under TLS.</param>
/// <param name="Raw">The bytes of the DATA command.</param>
/// <param name="ReceivedAt">When the server had all of it, in UTC.</param>
public sealed record ReceivedMail(
    string EnvelopeFrom,
    IReadOnlyList<string> EnvelopeTo,
    string? User,
    bool Encrypted,
    ReadOnlyMemory<byte> Raw,
    DateTimeOffset ReceivedAt
)
{
    private MimeMessage? _message;

    public MimeMessage Message => _message ??= Parse();

    public string Subject => Message.Subject ?? "";

    public string MessageId => Message.MessageId ?? "";

    /// <summary>The plain-text part, or an empty string.</summary>
    public string Text => Message.TextBody ?? "";

    /// <summary>The HTML part, or an empty string.</summary>
    public string Html => Message.HtmlBody ?? "";

    public bool IsTo(string address) => EnvelopeTo.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses of all links in the HTML part, in their order, with entities decoded.</summary>
    public IReadOnlyList<Uri> Links =>
        [
            .. LinkPattern
                .Matches(Html)
                .Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value))
                .Where(link => link.StartsWith("http", StringComparison.Ordinal))
                .Select(link => new Uri(link)),
        ];

    private static readonly System.Text.RegularExpressions.Regex LinkPattern = new("""href=["']([^"']+)["']""");

    public override string ToString() => $"\"{Subject}\" to {string.Join(", ", EnvelopeTo)}";

    private MimeMessage Parse()
    {
        using var stream = new MemoryStream(Raw.ToArray());
        return MimeMessage.Load(stream);
    }
}
