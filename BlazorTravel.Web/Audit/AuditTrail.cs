using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;

namespace BlazorTravel.Web.Audit;

/// <summary>
/// Adds entries to the agency's or the platform's log. They are saved by the caller, in the transaction of the change that
/// they tell of: there is no change without its entry, and no entry of what was rolled back.
/// </summary>
public sealed class AuditTrail(CurrentActor current, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Notes what was done to accounts or agencies, in the platform's log.</summary>
    /// <param name="db">The change's own context; saving it saves the entry.</param>
    /// <param name="tenantId">The agency concerned, whose people see the entry, too; null for the platform alone.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">Kind and name, as in <see cref="AuditEntry.Subject"/>.</param>
    /// <param name="before">An object of the changed fields only; never a secret.</param>
    /// <param name="after">The same fields afterwards.</param>
    /// <param name="actor">Who did it, where that is not the one signed in already.</param>
    public void Add(
        MainDbContext db,
        int? tenantId,
        string action,
        string subject,
        object? before = null,
        object? after = null,
        Actor? actor = null
    ) => db.AuditEntries.Add(Write(action, subject, before, after, actor, tenantId));

    /// <summary>Notes what was done inside an agency, in its own log.</summary>
    /// <inheritdoc cref="Add(MainDbContext, int?, string, string, object?, object?, Actor?)"/>
    public void Add(
        TenantDbContext db,
        string action,
        string subject,
        object? before = null,
        object? after = null,
        Actor? actor = null
    ) => db.AuditEntries.Add(Write(action, subject, before, after, actor, null));

    private AuditEntry Write(
        string action,
        string subject,
        object? before,
        object? after,
        Actor? actor,
        int? tenantId
    ) =>
        AuditEntry.Write(
            time.GetUtcNow(),
            current.Source(actor),
            action,
            subject,
            before is null ? null : JsonSerializer.Serialize(before, Json),
            after is null ? null : JsonSerializer.Serialize(after, Json),
            tenantId
        );
}
