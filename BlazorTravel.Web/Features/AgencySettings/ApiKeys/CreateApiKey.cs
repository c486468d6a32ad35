using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

/// <summary>Makes a key. Its text is in the answer and nowhere else, ever.</summary>
public sealed class CreateApiKey(AdminTurns turns, AuditTrail audit, AgencyNews news, TimeProvider time)
{
    /// <summary>Of keys that work, for one agency.</summary>
    public const int MaxKeys = 50;

    /// <exception cref="ArgumentException">The form breaks a rule; check it first to say which.</exception>
    public async Task<CreatedApiKey> RunAsync(
        ApiKeyForm form,
        SignedInUser by,
        CancellationToken cancellationToken = default
    )
    {
        if (form.Check() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(", ", errors.Keys), nameof(form));
        }
        await using var turn = await turns.BeginAsync(by, cancellationToken);
        if (turn is null)
        {
            return new CreatedApiKey(ApiKeyOutcome.NotAllowed);
        }
        var (tenantId, now, name) = (turn.TenantId, time.GetUtcNow(), form.Name.Trim());
        var working = await turn
            .Db.ApiKeys.Where(known =>
                known.TenantId == tenantId
                && known.RevokedAt == null
                && (known.ExpiresAt == null || known.ExpiresAt > now)
            )
            .Select(known => known.Name)
            .ToListAsync(cancellationToken);
        if (working.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return new CreatedApiKey(ApiKeyOutcome.NameTaken);
        }
        if (working.Count >= MaxKeys)
        {
            return new CreatedApiKey(ApiKeyOutcome.TooMany);
        }
        DateTimeOffset? expiresAt = form.Days == 0 ? null : now.AddDays(form.Days);
        var key = ApiKey.Create(tenantId, name, form.Scopes, expiresAt, turn.Admin, now, out var text);
        turn.Db.ApiKeys.Add(key);
        audit.Add(
            turn.Db,
            tenantId,
            AuditActions.ApiKeyCreated,
            $"api_key:{key.Name}",
            after: new
            {
                key.Prefix,
                key.Scopes,
                key.ExpiresAt,
            }
        );
        await turn.CommitAsync(cancellationToken);
        news.Changed(AgencySubject.ApiKeys, tenantId);
        return new CreatedApiKey(ApiKeyOutcome.Done) { Text = text };
    }
}

/// <summary>What came of asking for a key.</summary>
public sealed record CreatedApiKey(ApiKeyOutcome Outcome)
{
    /// <summary>The key, when it was made.</summary>
    public string? Text { get; init; }

    // A record writes out all it holds; this one must not end up in a log.
    public override string ToString() => $"{nameof(CreatedApiKey)} {Outcome}";
}

public enum ApiKeyOutcome
{
    Done,

    /// <summary>Whoever wants it is no active admin (any more).</summary>
    NotAllowed,
    NameTaken,
    TooMany,

    /// <summary>This agency has no such key.</summary>
    Gone,
}
