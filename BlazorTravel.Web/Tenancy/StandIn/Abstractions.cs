namespace Finbuckle.MultiTenant.Abstractions;

// The part of Finbuckle.MultiTenant 10.1 that this application uses, under the same names, for builds without the package.
// UseFinbuckle=true leaves this folder out.

/// <summary>What identifies a tenant: its key and the name that a strategy finds.</summary>
public interface ITenantInfo
{
    string Id { get; }
    string Identifier { get; }
}

/// <summary>The tenant of the current asynchronous flow, if one was found.</summary>
public interface IMultiTenantContext
{
    ITenantInfo? TenantInfo { get; init; }
    bool IsResolved { get; }
    StrategyInfo? StrategyInfo { get; init; }
}

public interface IMultiTenantContext<TTenantInfo> : IMultiTenantContext
    where TTenantInfo : ITenantInfo
{
    new TTenantInfo? TenantInfo { get; }
    StoreInfo<TTenantInfo>? StoreInfo { get; }
}

public interface IMultiTenantContextAccessor
{
    IMultiTenantContext MultiTenantContext { get; }
}

public interface IMultiTenantContextAccessor<TTenantInfo> : IMultiTenantContextAccessor
    where TTenantInfo : ITenantInfo
{
    new IMultiTenantContext<TTenantInfo> MultiTenantContext { get; }
}

public interface IMultiTenantContextSetter
{
    IMultiTenantContext MultiTenantContext { set; }
}

/// <summary>Where tenants are kept.</summary>
public interface IMultiTenantStore<TTenantInfo>
    where TTenantInfo : ITenantInfo
{
    Task<bool> AddAsync(TTenantInfo tenantInfo);
    Task<bool> UpdateAsync(TTenantInfo tenantInfo);
    Task<bool> RemoveAsync(string identifier);
    Task<TTenantInfo?> GetByIdentifierAsync(string identifier);
    Task<TTenantInfo?> GetAsync(string id);
    Task<IEnumerable<TTenantInfo>> GetAllAsync();
    Task<IEnumerable<TTenantInfo>> GetAllAsync(int take, int skip);
}

/// <summary>Reads a tenant's identifier from something, such as a request.</summary>
public interface IMultiTenantStrategy
{
    Task<string?> GetIdentifierAsync(object context);
    int Priority => 0;
}

public class StrategyInfo
{
    public Type? StrategyType => Strategy?.GetType();
    public IMultiTenantStrategy? Strategy { get; init; }
}

public class StoreInfo<TTenantInfo>
    where TTenantInfo : ITenantInfo
{
    public Type? StoreType => Store?.GetType();
    public IMultiTenantStore<TTenantInfo>? Store { get; init; }
}

public class MultiTenantContext<TTenantInfo>(
    TTenantInfo? tenantInfo,
    StrategyInfo? strategyInfo = null,
    StoreInfo<TTenantInfo>? storeInfo = null
) : IMultiTenantContext<TTenantInfo>
    where TTenantInfo : ITenantInfo
{
    public TTenantInfo? TenantInfo { get; init; } = tenantInfo;
    public bool IsResolved => TenantInfo is not null;
    public StrategyInfo? StrategyInfo { get; init; } = strategyInfo;
    public StoreInfo<TTenantInfo>? StoreInfo { get; init; } = storeInfo;

    ITenantInfo? IMultiTenantContext.TenantInfo
    {
        get => TenantInfo;
        init => TenantInfo = (TTenantInfo?)value;
    }
}
