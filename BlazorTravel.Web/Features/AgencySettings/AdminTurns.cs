using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>
/// Lets an agency's admins change its people and keys one after the other, each knowing what the one before did; and only
/// whoever still is an active admin, whatever the page they act from believed when it was opened.
/// </summary>
public sealed class AdminTurns(IDbContextFactory<MainDbContext> databases, CurrentTenant current)
{
    /// <summary>Waits for the turn; null for somebody who is no active admin of this agency (any more).</summary>
    public async Task<AdminTurn?> BeginAsync(SignedInUser by, CancellationToken cancellationToken = default)
    {
        var tenantId = current.Required.TenantId;
        var db = await databases.CreateDbContextAsync(cancellationToken);
        try
        {
            var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // On the agency's row, but not against those who only refer to it.
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM tenants WHERE id = {tenantId} FOR NO KEY UPDATE",
                cancellationToken
            );
            var people = await db.AdminUsers.Where(user => user.TenantId == tenantId).ToListAsync(cancellationToken);
            if (people.Find(user => user.Id == by.Id) is { IsActiveAdmin: true } admin)
            {
                return new AdminTurn(db, transaction, tenantId, people, admin);
            }
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
        await db.DisposeAsync();
        return null;
    }
}

/// <summary>One admin's turn: a transaction that holds the agency's lock until it is committed or disposed.</summary>
public sealed class AdminTurn(
    MainDbContext db,
    IDbContextTransaction transaction,
    int tenantId,
    IReadOnlyList<AdminUser> people,
    AdminUser admin
) : IAsyncDisposable
{
    public MainDbContext Db => db;
    public int TenantId => tenantId;

    /// <summary>Everybody of the agency.</summary>
    public IReadOnlyList<AdminUser> People => people;

    /// <summary>Whose turn it is.</summary>
    public AdminUser Admin => admin;

    /// <summary>Null for a stranger to this agency.</summary>
    public AdminUser? Find(int id) => people.FirstOrDefault(user => user.Id == id);

    /// <summary>
    /// Waits for whoever is just using one of the person's one-time links, and reads the person as that left them. Answers the
    /// links that still wait to be used.
    /// </summary>
    public async Task<IReadOnlyList<AccountLink>> HoldLinksAsync(AdminUser person, CancellationToken cancellationToken)
    {
        var id = person.Id;
        var links = await db
            .AccountLinks.FromSql($"SELECT * FROM account_links WHERE user_id = {id} ORDER BY id FOR UPDATE")
            .ToListAsync(cancellationToken);
        await db.Entry(person).ReloadAsync(cancellationToken);
        return [.. links.Where(link => link.UsedAt is null)];
    }

    /// <summary>Saves and ends the turn.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await db.DisposeAsync();
    }
}
