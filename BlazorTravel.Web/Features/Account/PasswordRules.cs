using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Web.Features.Account;

/// <summary>What a password must be: long, not the email, and not one that everybody tries first.</summary>
public static class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>Hashing takes time that grows with nothing else.</summary>
    public const int MaxLength = 200;

    private static readonly string[] Common =
    [
        "password",
        "passwort",
        "passw0rd",
        "contraseña",
        "motdepasse",
        "qwerty",
        "qwertz",
        "azerty",
        "letmein",
        "welcome",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "dragon",
        "monkey",
        "admin",
        "administrator",
        "superadmin",
        "changeme",
        "secret",
        "travel",
        "blazortravel",
        "abc",
        "abcdef",
        "abcdefghijkl",
        "asdfghjkl",
        "qwertyuiop",
        "1q2w3e4r5t6y",
        "correcthorsebatterystaple",
    ];

    /// <summary>Null when the password will do, else the rule it breaks.</summary>
    public static PasswordProblem? Check(string password, string email)
    {
        if (password.Length < MinLength)
        {
            return PasswordProblem.TooShort;
        }
        if (password.Length > MaxLength)
        {
            return PasswordProblem.TooLong;
        }
        var address = AdminUser.Normalize(email);
        var plain = AdminUser.Normalize(password);
        if (plain == address || plain == address.Split('@')[0])
        {
            return PasswordProblem.IsEmail;
        }
        return IsCommon(plain) ? PasswordProblem.TooCommon : null;
    }

    // "Password123!", "qwertyqwerty" and "111111111111" are as well known as what they are made of.
    private static bool IsCommon(string plain)
    {
        var letters = string.Concat(plain.Where(char.IsLetter));
        return plain.Distinct().Count() < 5
            || Common.Any(word =>
                letters == word || plain == word || plain.Replace(word, "", StringComparison.Ordinal).Length == 0
            )
            || "01234567890123456789".Contains(plain, StringComparison.Ordinal)
            || "98765432109876543210".Contains(plain, StringComparison.Ordinal);
    }
}

public enum PasswordProblem
{
    TooShort,
    TooLong,
    IsEmail,
    TooCommon,
}
