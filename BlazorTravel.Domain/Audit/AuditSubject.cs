using System.Globalization;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Domain.Audit;

/// <summary>
/// What an entry is about: a kind and what people call it. Travelers are never named: a request goes by its reference, a mail
/// by its number.
/// </summary>
public readonly record struct AuditSubject(string Kind, string Name)
{
    public const string RequestKind = "request";
    public const string MailKind = "mail";
    public const string UserKind = "user";
    public const string AgencyKind = "agency";
    public const string LogKind = "log";

    /// <summary>The agency's own log, or the platform's, as something that can be exported.</summary>
    public const string Log = "log:activity";

    /// <summary>"request:K7M-4Q2D".</summary>
    public static string Request(string reference) => $"{RequestKind}:{RequestReference.Format(reference)}";

    public static string Mail(long id) => string.Create(CultureInfo.InvariantCulture, $"{MailKind}:{id}");

    /// <summary>Somebody who signs in, never a traveler.</summary>
    public static string User(string email) => $"{UserKind}:{email}";

    /// <summary>By its subdomain, which never changes.</summary>
    public static string Agency(string subdomain) => $"{AgencyKind}:{subdomain}";

    /// <summary>Reads what an entry keeps; a text without a kind is all name.</summary>
    public static AuditSubject Parse(string text) =>
        text.Split(':', 2) is [{ Length: > 0 } kind, var name]
            ? new AuditSubject(kind, name)
            : new AuditSubject("", text);

    public override string ToString() => Kind.Length == 0 ? Name : $"{Kind}:{Name}";
}
