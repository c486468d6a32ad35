using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>
/// Identity's way to the admin_users table as it is: the email is the name, lower case is the normal form, and there are no
/// columns for what nobody uses. Counting attempts is not here: that must happen under a lock before anything is looked at,
/// and is the domain's.
/// </summary>
public sealed partial class AccountStore(AccountContext context, AuthenticatorKeys keys, TimeProvider time)
    : IUserPasswordStore<AdminUser>,
        IUserEmailStore<AdminUser>,
        IUserSecurityStampStore<AdminUser>
{
    public Task<string> GetUserIdAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public async Task<AdminUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        int.TryParse(userId, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? await context.People.SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
            : null;

    public Task<AdminUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        context.People.SingleOrDefaultAsync(user => user.Email == normalizedEmail, cancellationToken);

    public Task<AdminUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    public async Task<IdentityResult> CreateAsync(AdminUser user, CancellationToken cancellationToken)
    {
        context.Db.AdminUsers.Add(user);
        await context.Db.SaveChangesAsync(cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(AdminUser user, CancellationToken cancellationToken)
    {
        await context.Db.SaveChangesAsync(cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> DeleteAsync(AdminUser user, CancellationToken cancellationToken)
    {
        context.Db.AdminUsers.Remove(user);
        await context.Db.SaveChangesAsync(cancellationToken);
        return IdentityResult.Success;
    }

    public Task<string?> GetUserNameAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(AdminUser user, string? userName, CancellationToken cancellationToken) =>
        SetEmailAsync(user, userName, cancellationToken);

    public Task<string?> GetEmailAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task SetEmailAsync(AdminUser user, string? email, CancellationToken cancellationToken)
    {
        user.ChangeEmail(email ?? throw new ArgumentNullException(nameof(email)));
        return Task.CompletedTask;
    }

    /// <summary>An address is one that was proved: by an invitation or a link that was mailed to it.</summary>
    public Task<bool> GetEmailConfirmedAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task SetEmailConfirmedAsync(AdminUser user, bool confirmed, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetNormalizedUserNameAsync(AdminUser user, CancellationToken cancellationToken) =>
        GetUserNameAsync(user, cancellationToken);

    public Task<string?> GetNormalizedEmailAsync(AdminUser user, CancellationToken cancellationToken) =>
        GetEmailAsync(user, cancellationToken);

    public Task SetNormalizedUserNameAsync(
        AdminUser user,
        string? normalizedName,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public Task SetNormalizedEmailAsync(AdminUser user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(AdminUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.SetPassword(passwordHash ?? throw new ArgumentNullException(nameof(passwordHash)));
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(AdminUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(AdminUser user, string stamp, CancellationToken cancellationToken)
    {
        user.ChangeStamp(stamp);
        return Task.CompletedTask;
    }

    /// <summary>The context belongs to the unit.</summary>
    public void Dispose() { }
}
