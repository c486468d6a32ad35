using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>
/// Opens units of work on accounts. Identity's UserManager and its store live as long as a DI scope, which for an open page
/// may be a day; so every operation gets a scope of its own for this host, with one transaction.
/// </summary>
public sealed class AccountUnits(IServiceScopeFactory scopes, CurrentTenant current)
{
    /// <summary>The caller disposes it; what was not committed by then is undone.</summary>
    public async Task<AccountUnit> OpenAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(current.Agency);
            var context = scope.ServiceProvider.GetRequiredService<AccountContext>();
            var transaction = await context.Db.Database.BeginTransactionAsync(cancellationToken);
            return new AccountUnit(scope, context, transaction);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }
}
