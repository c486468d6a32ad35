using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Data.Agency;

/// <summary>The database of the agency that this request, circuit or job is for.</summary>
public sealed class TenantDatabase(CurrentTenant current, TenantDatabases databases)
{
    /// <exception cref="NoTenantException">There is no agency here.</exception>
    public ValueTask<TenantLease> OpenAsync(CancellationToken cancellationToken = default) =>
        databases.OpenAsync(current.Required, cancellationToken);
}
