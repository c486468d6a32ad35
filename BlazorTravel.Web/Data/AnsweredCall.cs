using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace BlazorTravel.Web.Data;

/// <summary>
/// What a call with an Idempotency-Key created, kept beside it in the same transaction, so that the same call sent again is
/// answered alike instead of creating twice. Forgotten after <see cref="AnsweredCalls.Memory"/>.
/// </summary>
public sealed class AnsweredCall
{
    /// <summary>A hash of what is created, by whom, and the key.</summary>
    public required byte[] Id { get; init; }

    /// <summary>A hash of what was asked for.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>Where the created thing is found.</summary>
    public required string Location { get; init; }

    /// <summary>The answer, as it was written; null while what was begun has not ended.</summary>
    public string? Body { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class AnsweredCallConfiguration : IEntityTypeConfiguration<AnsweredCall>
{
    public void Configure(EntityTypeBuilder<AnsweredCall> builder)
    {
        builder.ToTable("answered_calls");
        builder.HasKey(call => call.Id).HasName(AnsweredCalls.KeyName);
        builder.Property(call => call.Id).HasMaxLength(32);
        builder.Property(call => call.Fingerprint).HasMaxLength(32);
        builder.Property(call => call.Location).HasMaxLength(200);
        builder.HasIndex(call => call.CreatedAt);
    }
}

/// <summary>Finds and keeps <see cref="AnsweredCall"/>s.</summary>
public static class AnsweredCalls
{
    /// <summary>For how long a call may be repeated.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);
    public const string KeyName = "pk_answered_calls";

    /// <summary>The answer that was given; looking for one that is not there forgets those that are too old.</summary>
    public static async Task<AnsweredCall?> FindAsync(
        DbContext db,
        byte[] id,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var calls = db.Set<AnsweredCall>();
        var tooOld = now - Memory;
        var known = await calls
            .AsNoTracking()
            .SingleOrDefaultAsync(call => call.Id == id && call.CreatedAt > tooOld, cancellationToken);
        if (known is null)
        {
            await calls.Where(call => call.CreatedAt <= tooOld).ExecuteDeleteAsync(cancellationToken);
        }
        return known;
    }

    /// <summary>
    /// Saves the context and, once the database has given ids, the answer that is made of them; both or neither. A call with
    /// the same key that is just being answered is waited for.
    /// </summary>
    /// <exception cref="AlreadyAnsweredException">That call was first; nothing was saved.</exception>
    public static async Task SaveAsync(DbContext db, Func<AnsweredCall?> answer, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (answer() is { } call)
        {
            db.Add(call);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (IsTaken(exception))
            {
                throw new AlreadyAnsweredException(exception);
            }
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether saving failed because another call with the same key was first.</summary>
    public static bool IsTaken(DbUpdateException exception) =>
        exception.InnerException
            is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: KeyName };
}

/// <summary>A call with the same Idempotency-Key was answered in the same moment.</summary>
public sealed class AlreadyAnsweredException(Exception cause)
    : Exception("A call with the same key was answered just now.", cause);
