using Npgsql;

namespace BlazorTravel.Web.Data.Main;

/// <summary>
/// A lock that all servers respect, held in the main database until disposed. It lives in a transaction, because one of the
/// session would stay with the pooled connection until somebody else uses it.
/// </summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    /// <summary>Sets this application's locks apart from others'.</summary>
    private const int Application = 0x42546C;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private AdvisoryLock(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.connection, this.transaction) = (connection, transaction);

    /// <summary>Waits for the lock as long as it takes.</summary>
    public static async Task<AdvisoryLock> TakeAsync(
        MainDatabase main,
        LockPurpose purpose,
        CancellationToken cancellationToken
    )
    {
        var connection = await main.Source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                "SELECT pg_advisory_xact_lock($1, $2)",
                connection,
                transaction
            );
            command.Parameters.AddWithValue(Application);
            command.Parameters.AddWithValue((int)purpose);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new AdvisoryLock(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>What only one server does at a time.</summary>
public enum LockPurpose
{
    Template = 1,
    MigrateAll = 2,
}
