using System.Security.Cryptography;
using System.Text;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Sessions.ApiKeys;

namespace BlazorTravel.Web.Api;

/// <summary>
/// The Idempotency-Key of a call that creates something, as the database keeps it. It belongs to what is created and to
/// whoever calls, so that nobody meets the keys of others; the agency's database keeps agencies apart.
/// </summary>
public sealed record CallKey(byte[] Id, byte[] Fingerprint)
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <summary>Null where the call has none.</summary>
    /// <exception cref="RefusedException">It is empty, too long or not printable.</exception>
    public static CallKey? Read(HttpContext http, string what, JsonBody body)
    {
        var header = http.Request.Headers[Header];
        if (header.Count == 0)
        {
            return null;
        }
        if (
            header is not [{ Length: > 0 and <= MaxLength } key]
            || string.IsNullOrWhiteSpace(key)
            || key.Any(c => c is < ' ' or > '~')
        )
        {
            throw new RefusedException(
                Problems.Of(
                    ProblemKind.Malformed,
                    $"Give one {Header} of 1 to {MaxLength} printable ASCII characters, such as a new UUID."
                )
            );
        }
        var owner =
            ApiCaller.From(http.User)?.Id
            ?? (SignedInUser.From(http.User) is { } superadmin ? $"superadmin:{superadmin.Id}" : "anyone");
        return new CallKey(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\n{owner}\n{key}")), body.Fingerprint());
    }

    /// <summary>What to keep, beside what was created.</summary>
    public AnsweredCall Answer(string location, string? body, DateTimeOffset now) =>
        new()
        {
            Id = Id,
            Fingerprint = Fingerprint,
            Location = location,
            Body = body,
            CreatedAt = now,
        };

    /// <exception cref="RefusedException">The key was used for something else.</exception>
    public void CheckSame(AnsweredCall known)
    {
        if (!Fingerprint.AsSpan().SequenceEqual(known.Fingerprint))
        {
            throw new RefusedException(Problems.Of(ProblemKind.KeyReused));
        }
    }
}
