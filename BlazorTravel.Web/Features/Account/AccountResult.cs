namespace BlazorTravel.Web.Features.Account;

/// <summary>How a change to the own account ended.</summary>
public sealed record AccountResult(AccountOutcome Outcome)
{
    public static readonly AccountResult Done = new(AccountOutcome.Done);

    /// <summary>The account is not there any more, or not for this host.</summary>
    public static readonly AccountResult Gone = new(AccountOutcome.Gone);

    /// <summary>How long no password is looked at, when locked out.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The rule that a refused password breaks.</summary>
    public PasswordProblem? Problem { get; init; }

    /// <summary>To be shown once, where new ones were made.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];
}

public enum AccountOutcome
{
    Done,
    Gone,
    WrongPassword,
    LockedOut,
    PasswordRefused,
    WrongCode,
    EmailInvalid,
    TooManyLinks,

    /// <summary>It took too long, or was done before.</summary>
    Expired,

    /// <summary>A part of the platform does not answer.</summary>
    Unavailable,

    /// <summary>The authenticator's answer does not hold.</summary>
    PasskeyRefused,
}
