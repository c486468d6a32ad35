using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>Lets Identity ask <see cref="PasswordRules"/>; the error's code is the broken rule's name.</summary>
public sealed class PasswordRulesValidator : IPasswordValidator<AdminUser>
{
    public Task<IdentityResult> ValidateAsync(UserManager<AdminUser> manager, AdminUser user, string? password) =>
        Task.FromResult(
            PasswordRules.Check(password ?? "", user.Email) is { } problem
                ? IdentityResult.Failed(new IdentityError { Code = problem.ToString() })
                : IdentityResult.Success
        );

    /// <summary>The rule that a refused password breaks.</summary>
    public static PasswordProblem? ProblemOf(IdentityResult result) =>
        result.Errors.Select(error => error.Code).FirstOrDefault() is { } code
        && Enum.TryParse<PasswordProblem>(code, out var problem)
            ? problem
            : null;
}
