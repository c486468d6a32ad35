using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Says why a change to the own account was refused, and what to do about it.</summary>
public static class AccountWords
{
    public static string Of(AccountResult result, IStringLocalizer<OwnAccountTexts> texts) =>
        result.Outcome switch
        {
            AccountOutcome.LockedOut => texts[
                "Refused_LockedOut",
                Math.Max(1, (int)Math.Ceiling(result.Wait.TotalMinutes))
            ],
            AccountOutcome.PasswordRefused => texts[$"Password_{result.Problem}", PasswordRules.MinLength],
            _ => texts[$"Refused_{result.Outcome}"],
        };
}
