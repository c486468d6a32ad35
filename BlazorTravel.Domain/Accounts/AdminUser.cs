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

    /// <summary>Changes with whatever somebody signs in with; what was handed out under an older one is void.</summary>
    public string SecurityStamp { get; private set; } = NewStamp();

    /// <summary>Whether signing in with the password also takes a code.</summary>
    public bool IsTwoStepOn { get; private set; }

    /// <summary>The key that the person's authenticator makes codes with; encrypted by whoever hands it in.</summary>
    public string? AuthenticatorKey { get; private set; }

    /// <summary>The time step of the latest code that was accepted: it and older ones are worth nothing any more.</summary>
    public long LastCodeStep { get; private set; }
    public int FailedCodes { get; private set; }

    /// <summary>Apart from <see cref="LockedUntil"/>, which a right password lifts: that must not buy more guesses at codes.</summary>
    public DateTimeOffset? CodesLockedUntil { get; private set; }

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

    /// <summary>Whether the invitation was accepted: a password was set.</summary>
    public bool HasAccepted => PasswordHash is not null;

    /// <summary>Whether this is an admin of an agency who can sign in.</summary>
    public bool IsActiveAdmin => TenantId is not null && Role == AgencyRole.Admin && !IsDisabled && HasAccepted;

    public static string Normalize(string email) => StorableText.Of(email).Trim().ToLowerInvariant();

    public bool IsLockedAt(DateTimeOffset now) => LockedUntil > now;

    public void SetPassword(string passwordHash)
    {
        PasswordHash = passwordHash;
        FailedSignIns = 0;
        LockedUntil = null;
        SecurityStamp = NewStamp();
    }

    /// <summary>Keeps the same password, hashed with today's strength.</summary>
    public void RefreshPasswordHash(string passwordHash) => PasswordHash = passwordHash;

    public void ChangeEmail(string email)
    {
        Email = Normalize(email);
        SecurityStamp = NewStamp();
    }

    public void ChangeStamp(string stamp) => SecurityStamp = stamp;

    public void Rename(string? displayName) =>
        DisplayName = string.IsNullOrWhiteSpace(displayName) ? null : displayName.Trim();

    /// <summary>Keeps somebody out without forgetting them. Their sessions must be ended with it.</summary>
    public void Disable() => IsDisabled = true;

    public void Enable() => IsDisabled = false;

    public void ChangeRole(AgencyRole role) => Role = role;

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

    /// <summary>The password was right, which may be only the first of two steps.</summary>
    public void RecordRightPassword()
    {
        FailedSignIns = 0;
        LockedUntil = null;
    }

    /// <summary>Every step was taken.</summary>
    public void RecordSignIn(DateTimeOffset now)
    {
        RecordRightPassword();
        LastSignedInAt = now;
    }

    public void SetAuthenticatorKey(string? protectedKey)
    {
        AuthenticatorKey = protectedKey;
        LastCodeStep = 0;
    }

    /// <exception cref="InvalidOperationException">There is no key to make codes with.</exception>
    public void TurnOnTwoStep()
    {
        if (AuthenticatorKey is null)
        {
            throw new InvalidOperationException("Two-step sign-in needs an authenticator key.");
        }
        IsTwoStepOn = true;
        RecordRightCode();
        SecurityStamp = NewStamp();
    }

    public void TurnOffTwoStep()
    {
        IsTwoStepOn = false;
        SetAuthenticatorKey(null);
        RecordRightCode();
        SecurityStamp = NewStamp();
    }

    /// <summary>Takes the code of a time step once; false for one that was used, or is older than one that was.</summary>
    public bool UseCodeOf(long timeStep)
    {
        if (timeStep <= LastCodeStep)
        {
            return false;
        }
        LastCodeStep = timeStep;
        return true;
    }

    public bool AreCodesLockedAt(DateTimeOffset now) => CodesLockedUntil > now;

    /// <summary>Counts a wrong code; answers whether it was the one that locks codes for a quarter of an hour.</summary>
    public bool RecordFailedCode(DateTimeOffset now)
    {
        FailedCodes++;
        if (FailedCodes < MaxFailedSignIns)
        {
            return false;
        }
        CodesLockedUntil = now + LockoutTime;
        FailedCodes = 0;
        return true;
    }

    public void RecordRightCode()
    {
        FailedCodes = 0;
        CodesLockedUntil = null;
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}

/// <summary>What a person may do in an agency: an agent works requests, an admin also settings and people.</summary>
public enum AgencyRole
{
    Agent,
    Admin,
}
