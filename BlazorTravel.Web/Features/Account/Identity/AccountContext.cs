using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>The one database context that a unit's store and operation share; it lives as long as the unit.</summary>
public sealed class AccountContext(IDbContextFactory<MainDbContext> databases, CurrentTenant current) : IAsyncDisposable
{
    private MainDbContext? db;

    public MainDbContext Db => db ??= databases.CreateDbContext();

    /// <summary>Who can sign in on this host: everybody else is as good as not there.</summary>
    public IQueryable<AdminUser> People
    {
        get
        {
            var tenantId = current.Agency?.TenantId;
            return Db.AdminUsers.Where(user => user.TenantId == tenantId && !user.IsDisabled);
        }
    }

    /// <summary>The person, whose row nobody else changes until the transaction ends.</summary>
    public Task<AdminUser?> LockAsync(int userId, CancellationToken cancellationToken)
    {
        var tenantId = current.Agency?.TenantId;
        return Db
            .AdminUsers.FromSql($"SELECT * FROM admin_users WHERE id = {userId} FOR UPDATE")
            .SingleOrDefaultAsync(user => user.TenantId == tenantId && !user.IsDisabled, cancellationToken);
    }

    public ValueTask DisposeAsync() => db?.DisposeAsync() ?? ValueTask.CompletedTask;
}
