using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

/// <summary>The current agency's keys: those that work, newest first, then those that ended lately.</summary>
public sealed class ListApiKeys(IDbContextFactory<MainDbContext> databases, CurrentTenant current, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<ApiKeyRow>> RunAsync(CancellationToken cancellationToken = default)
    {
        var tenantId = current.Required.TenantId;
        var now = time.GetUtcNow();
        var limit = now - Remembered;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var keys = await db
            .ApiKeys.AsNoTracking()
            .Where(key =>
                key.TenantId == tenantId
                && (key.RevokedAt == null || key.RevokedAt > limit)
                && (key.ExpiresAt == null || key.ExpiresAt > limit)
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. keys.Select(key => ApiKeyRow.Of(key, now))
                .OrderBy(row => row.State != ApiKeyState.Active)
                .ThenByDescending(row => row.CreatedAt),
        ];
    }
}

/// <summary>One key as the list shows it.</summary>
/// <param name="Start">How the key begins, to find it again where it is used.</param>
public sealed record ApiKeyRow(
    int Id,
    string Name,
    string Start,
    IReadOnlyList<string> Scopes,
    ApiKeyState State,
    DateTimeOffset CreatedAt,
    string CreatedByName,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt
)
{
    public static ApiKeyRow Of(ApiKey key, DateTimeOffset now) =>
        new(
            key.Id,
            key.Name,
            $"{ApiKeyText.Start}{key.Prefix}_…",
            key.Scopes,
            key.RevokedAt is not null ? ApiKeyState.Revoked
                : key.IsUsableAt(now) ? ApiKeyState.Active
                : ApiKeyState.Expired,
            key.CreatedAt,
            key.CreatedByName,
            key.LastUsedAt,
            key.ExpiresAt,
            key.RevokedAt
        );
}

public enum ApiKeyState
{
    Active,
    Expired,
    Revoked,
}
