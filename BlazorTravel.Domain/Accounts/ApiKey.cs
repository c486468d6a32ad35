namespace BlazorTravel.Domain.Accounts;

/// <summary>
/// Opens an agency's API for a program of its own. Belongs to the agency, not to whoever made it; only the hash is kept.
/// </summary>
public sealed class ApiKey
{
    public const int NameMaxLength = 80;
    public const int CreatorMaxLength = 254;

    private ApiKey() { }

    public int Id { get; private set; }
    public int TenantId { get; private set; }

    /// <summary>What the agency calls it, such as the program that uses it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The key's visible part.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary><see cref="ApiKeyText.Hash"/> of the key.</summary>
    public string SecretHash { get; private set; } = "";

    /// <summary>Some of <see cref="ApiScopes.All"/>.</summary>
    public string[] Scopes { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public int? CreatedById { get; private set; }
    public string CreatedByName { get; private set; } = "";

    /// <summary>To the minute; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Null for a key that works until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Makes a key and hands out its text, which is not kept.</summary>
    /// <exception cref="ArgumentException">The name, the scopes or the expiry break a rule.</exception>
    public static ApiKey Create(
        int tenantId,
        string name,
        IReadOnlyCollection<string> scopes,
        DateTimeOffset? expiresAt,
        AdminUser creator,
        DateTimeOffset now,
        out string text
    )
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > NameMaxLength || trimmed.Any(char.IsControl))
        {
            throw new ArgumentException($"A name has 1 to {NameMaxLength} characters.", nameof(name));
        }
        if (scopes.Count == 0 || scopes.Except(ApiScopes.All).Any())
        {
            throw new ArgumentException("Choose at least one scope there is.", nameof(scopes));
        }
        if (expiresAt <= now)
        {
            throw new ArgumentException("A key cannot have expired already.", nameof(expiresAt));
        }
        text = ApiKeyText.Make();
        return new ApiKey
        {
            TenantId = tenantId,
            Name = trimmed,
            Prefix = ApiKeyText.PrefixOf(text),
            SecretHash = ApiKeyText.Hash(text),
            Scopes = [.. ApiScopes.All.Where(scopes.Contains)],
            CreatedAt = now,
            CreatedById = creator.Id,
            CreatedByName = creator.ShownName,
            ExpiresAt = expiresAt,
        };
    }

    public bool IsUsableAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>Ends it for good; doing it again changes nothing.</summary>
    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

/// <summary>What an API key may do.</summary>
public static class ApiScopes
{
    public const string RequestsRead = "requests:read";
    public const string RequestsWrite = "requests:write";

    public static IReadOnlyList<string> All { get; } = [RequestsRead, RequestsWrite];
}
