using System.Security.Cryptography;
using System.Text;

namespace BlazorTravel.Domain.Accounts;

/// <summary>
/// A one-time link by mail with which a person sets a password or confirms a new address. Only the hash of its secret is kept, so that a copy of the
/// database opens no account.
/// </summary>
public sealed class AccountLink
{
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan EmailChangeLifetime = TimeSpan.FromHours(24);

    private AccountLink() { }

    public long Id { get; private set; }
    public int UserId { get; private set; }
    public AccountLinkPurpose Purpose { get; private set; }

    /// <summary>The address that whoever opens the link proves to read; null for links that set a password.</summary>
    public string? NewEmail { get; private set; }

    /// <summary>SHA-256 of the secret, lower-case hexadecimal.</summary>
    public string SecretHash { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Makes a link and hands out its secret, which is not kept.</summary>
    public static AccountLink Create(int userId, AccountLinkPurpose purpose, DateTimeOffset now, out string secret)
    {
        secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return new AccountLink
        {
            UserId = userId,
            Purpose = purpose,
            SecretHash = Hash(secret),
            CreatedAt = now,
            ExpiresAt = now + LifetimeOf(purpose),
        };
    }

    /// <summary>Makes a link for the mailbox of a new address.</summary>
    public static AccountLink CreateForEmail(int userId, string newEmail, DateTimeOffset now, out string secret)
    {
        var link = Create(userId, AccountLinkPurpose.EmailChange, now, out secret);
        link.NewEmail = AdminUser.Normalize(newEmail);
        return link;
    }

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public bool IsUsableAt(DateTimeOffset now) => UsedAt is null && ExpiresAt > now;

    public void Use(DateTimeOffset now) => UsedAt = now;

    private static TimeSpan LifetimeOf(AccountLinkPurpose purpose) =>
        purpose switch
        {
            AccountLinkPurpose.Invitation => InvitationLifetime,
            AccountLinkPurpose.EmailChange => EmailChangeLifetime,
            _ => ResetLifetime,
        };
}

public enum AccountLinkPurpose
{
    Invitation,
    Reset,
    EmailChange,
}
