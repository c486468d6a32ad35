using NpgsqlTypes;

namespace BlazorTravel.Web.Data.Main;

/// <summary>Writes the <see cref="MailDispatch"/> markers in one statement each.</summary>
public sealed class MailMarkers(MainDatabase main)
{
    /// <summary>Says that the agency's outbox may hold mails from <paramref name="dueAt"/> on, or from earlier if it said so before.</summary>
    public async Task MarkAsync(
        int tenantId,
        DateTimeOffset dueAt,
        DateTimeOffset markedAt,
        CancellationToken cancellationToken
    )
    {
        await using var command = main.Source.CreateCommand(
            """
            INSERT INTO mail_dispatch (tenant_id, due_at, marked_at) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id) DO UPDATE SET
                due_at = least(mail_dispatch.due_at, excluded.due_at), marked_at = excluded.marked_at
            """
        );
        command.Parameters.AddWithValue(tenantId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, dueAt);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, markedAt);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
