namespace BlazorTravel.Domain.Accounts;

/// <summary>A passkey that a person signs in with: the public half, and what it was called.</summary>
public sealed class Passkey
{
    public const int NameMaxLength = 60;

    /// <summary>The longest there may be, by the Web Authentication standard.</summary>
    public const int CredentialIdMaxLength = 1023;

    private Passkey() { }

    public long Id { get; private set; }
    public int UserId { get; private set; }

    /// <summary>What the authenticator calls it; unique everywhere.</summary>
    public byte[] CredentialId { get; private set; } = [];

    /// <summary>A COSE key.</summary>
    public byte[] PublicKey { get; private set; } = [];
    public string Name { get; private set; } = "";

    /// <summary>How often it was used, where the authenticator counts; a step back tells of a copy.</summary>
    public long SignCount { get; private set; }

    /// <summary>How it can be reached, as the browser names it: "internal", "usb", "hybrid".</summary>
    public string[] Transports { get; private set; } = [];
    public bool IsUserVerified { get; private set; }

    /// <summary>Whether it may be kept in more places than one, such as a password manager's cloud.</summary>
    public bool IsBackupEligible { get; private set; }
    public bool IsBackedUp { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }

    public static Passkey Register(int userId, PasskeyCredential credential, string? name, DateTimeOffset now)
    {
        var passkey = new Passkey
        {
            UserId = userId,
            CredentialId = credential.Id,
            PublicKey = credential.PublicKey,
            SignCount = credential.SignCount,
            Transports = credential.Transports,
            IsUserVerified = credential.IsUserVerified,
            IsBackupEligible = credential.IsBackupEligible,
            IsBackedUp = credential.IsBackedUp,
            CreatedAt = now,
        };
        passkey.Rename(name);
        return passkey;
    }

    /// <summary>Without a name it is called after what it is.</summary>
    public void Rename(string? name)
    {
        var trimmed = name?.Trim();
        Name =
            string.IsNullOrEmpty(trimmed) ? "Passkey"
            : trimmed.Length <= NameMaxLength ? trimmed
            : trimmed[..NameMaxLength];
    }

    /// <summary>Takes over what may change with a use; the key itself never does.</summary>
    public void Update(long signCount, bool isBackedUp, bool isUserVerified) =>
        (SignCount, IsBackedUp, IsUserVerified) = (signCount, isBackedUp, isUserVerified);

    public void RecordUse(DateTimeOffset now) => LastUsedAt = now;
}

/// <summary>What an authenticator made known of a new passkey.</summary>
public sealed record PasskeyCredential(
    byte[] Id,
    byte[] PublicKey,
    long SignCount,
    string[] Transports,
    bool IsUserVerified,
    bool IsBackupEligible,
    bool IsBackedUp
);
