using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Storage;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>One operation on accounts: a transaction, and an Identity that works inside it.</summary>
public sealed class AccountUnit(AsyncServiceScope scope, AccountContext context, IDbContextTransaction transaction)
    : IAsyncDisposable
{
    public MainDbContext Db => context.Db;

    public UserManager<AdminUser> People => scope.ServiceProvider.GetRequiredService<UserManager<AdminUser>>();

    public IPasskeyHandler<AdminUser> Passkeys =>
        scope.ServiceProvider.GetRequiredService<IPasskeyHandler<AdminUser>>();

    /// <summary>The person of this host, locked until the unit ends; null for nobody who can sign in here.</summary>
    public Task<AdminUser?> LockAsync(int userId, CancellationToken cancellationToken) =>
        context.LockAsync(userId, cancellationToken);

    /// <summary>Saves and commits everything; mails that were added go out.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        scope.ServiceProvider.GetRequiredService<MailWakeUps>().Wake(null);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await scope.DisposeAsync();
    }
}
