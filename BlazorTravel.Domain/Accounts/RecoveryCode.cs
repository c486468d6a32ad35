using System.Security.Cryptography;
using System.Text;

namespace BlazorTravel.Domain.Accounts;

/// <summary>One of the codes that sign in once in place of an authenticator. Only a slow hash is kept.</summary>
public sealed class RecoveryCode
{
    /// <summary>How many there are in a set.</summary>
    public const int SetSize = 10;
    private const int Iterations = 100_000;
    private const int HashLength = 32;

    private RecoveryCode() { }

    public long Id { get; private set; }
    public int UserId { get; private set; }

    /// <summary>The same for a whole set, so that a guess is hashed once and not once a code.</summary>
    public byte[] Salt { get; private set; } = [];

    /// <summary>PBKDF2 with SHA-256 of the code.</summary>
    public byte[] CodeHash { get; private set; } = [];
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Keeps a set of codes in place of all earlier ones.</summary>
    public static IReadOnlyList<RecoveryCode> KeepSet(int userId, IEnumerable<string> codes)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return
        [
            .. codes.Select(code => new RecoveryCode
            {
                UserId = userId,
                Salt = salt,
                CodeHash = Hash(code, salt),
            }),
        ];
    }

    /// <summary>The unused code of a set that this is; null for none. However it was typed: case, spaces and dashes are nothing.</summary>
    public static RecoveryCode? Find(IReadOnlyCollection<RecoveryCode> set, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 50 || set.Count == 0)
        {
            return null;
        }
        var hash = Hash(typed, set.First().Salt);
        return set.FirstOrDefault(code =>
            code.UsedAt is null && CryptographicOperations.FixedTimeEquals(code.CodeHash, hash)
        );
    }

    public void Use(DateTimeOffset now) => UsedAt = now;

    private static byte[] Hash(string code, byte[] salt)
    {
        var plain = string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(plain),
            salt,
            Iterations,
            HashAlgorithmName.SHA256,
            HashLength
        );
    }
}
