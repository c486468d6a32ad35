using Finbuckle.MultiTenant.Abstractions;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Shows the directory to the tenancy library. It only reads: an agency needs a database and an administrator, so it is
/// created, changed and deleted by the superadmin's operations, never through here.
/// </summary>
public sealed class TenantStore(TenantDirectory directory) : IMultiTenantStore<AgencyTenant>
{
    public async Task<AgencyTenant?> GetByIdentifierAsync(string identifier) => await directory.FindAsync(identifier);

    public async Task<AgencyTenant?> GetAsync(string id) =>
        id.All(char.IsAsciiDigit) ? await directory.FindAsync(id) : null;

    public async Task<IEnumerable<AgencyTenant>> GetAllAsync() => await directory.AllReadyAsync();

    public async Task<IEnumerable<AgencyTenant>> GetAllAsync(int take, int skip) =>
        (await directory.AllReadyAsync()).Skip(skip).Take(take);

    public Task<bool> AddAsync(AgencyTenant tenantInfo) => Task.FromResult(false);

    public Task<bool> UpdateAsync(AgencyTenant tenantInfo) => Task.FromResult(false);

    public Task<bool> RemoveAsync(string identifier) => Task.FromResult(false);
}
