namespace BlazorTravel.Domain.Accounts;

/// <summary>Somebody who signs in: an agency's administrator or agent, or the platform's superadmin (who has no tenant).</summary>
public sealed class AdminUser
{
    public const int MaxFailedSignIns = 5;
    public static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(15);

    private AdminUser() { }

    public int Id { get; private set; }

    /// <summary>Lower-cased; unique on the platform.</summary>
    public string Email { get; private set; } = "";
    public string? DisplayName { get; private set; }

    /// <summary>Null until the invitation was accepted.</summary>
    public string? PasswordHash { get; private set; }
    public int? TenantId { get; private set; }
    public bool IsSuperadmin { get; private set; }
    public AgencyRole Role { get; private set; }
    public bool IsDisabled { get; private set; }
    public int FailedSignIns { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }
    public DateTimeOffset? LastSignedInAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>What pages call this person: the display name, or else the part before the @.</summary>
    public string ShownName => string.IsNullOrWhiteSpace(DisplayName) ? Email.Split('@')[0] : DisplayName;

    public static AdminUser InviteToAgency(string email, int tenantId, AgencyRole role, DateTimeOffset now) =>
        new()
        {
            Email = Normalize(email),
            TenantId = tenantId,
            Role = role,
            CreatedAt = now,
        };

    public static AdminUser CreateSuperadmin(string email, DateTimeOffset now) =>
        new()
        {
            Email = Normalize(email),
            IsSuperadmin = true,
            Role = AgencyRole.Admin,
            CreatedAt = now,
        };

    public static string Normalize(string email) => StorableText.Of(email).Trim().ToLowerInvariant();

    public bool IsLockedAt(DateTimeOffset now) => LockedUntil > now;

    public void SetPassword(string passwordHash)
    {
        PasswordHash = passwordHash;
        FailedSignIns = 0;
        LockedUntil = null;
    }

    public void Rename(string? displayName) =>
        DisplayName = string.IsNullOrWhiteSpace(displayName) ? null : displayName.Trim();

    /// <summary>Counts a wrong password; the fifth in a row locks the account for a quarter of an hour.</summary>
    public void RecordFailedSignIn(DateTimeOffset now)
    {
        FailedSignIns++;
        if (FailedSignIns >= MaxFailedSignIns)
        {
            LockedUntil = now + LockoutTime;
            FailedSignIns = 0;
        }
    }

    public void RecordSignIn(DateTimeOffset now)
    {
        FailedSignIns = 0;
        LockedUntil = null;
        LastSignedInAt = now;
    }
}

/// <summary>What a person may do in an agency: an agent works requests, an admin also settings and people.</summary>
public enum AgencyRole
{
    Agent,
    Admin,
}
