using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>The mail server, from the section "Smtp". Without a host, mail goes to a pickup folder.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    public string? Host { get; set; }

    /// <summary>Null: 465 for <see cref="SmtpSecurity.Tls"/>, 25 for <see cref="SmtpSecurity.None"/>, else 587.</summary>
    [Range(1, 65535, ErrorMessage = "Set Smtp__Port to a number between 1 and 65535.")]
    public int? Port { get; set; }

    [EnumDataType(typeof(SmtpSecurity), ErrorMessage = "Set Smtp__Security to Auto, None, StartTls or Tls.")]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.Auto;
    public string? Username { get; set; }
    public string? Password { get; set; }

    /// <summary>The address all mail is sent from; each agency's name stands before it.</summary>
    public string? From { get; set; }

    /// <summary>Connections to the mail server at a time, and so the mails that are sent at a time.</summary>
    [Range(1, 20, ErrorMessage = "Set Smtp__MaxConnections to a number between 1 and 20.")]
    public int MaxConnections { get; set; } = 4;

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);

    public int EffectivePort =>
        Port
        ?? Security switch
        {
            SmtpSecurity.Tls => 465,
            SmtpSecurity.None => 25,
            _ => 587,
        };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsConfigured && string.IsNullOrWhiteSpace(From))
        {
            yield return new ValidationResult("Set Smtp__From to the address that mail is sent from.");
        }
        if (!string.IsNullOrWhiteSpace(From) && !IsAddress(From))
        {
            yield return new ValidationResult(
                $"Smtp__From is “{From}”; set it to one bare address such as mail@example.com."
            );
        }
        if (string.IsNullOrEmpty(Username) != string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult("Set both Smtp__Username and Smtp__Password, or neither.");
        }
    }

    private static bool IsAddress(string text) =>
        MailboxAddress.TryParse(text, out var address) && address.Address == text && text.Contains('@');
}

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS on port 465, elsewhere STARTTLS where the server offers it.</summary>
    Auto,
    None,
    StartTls,
    Tls,
}
