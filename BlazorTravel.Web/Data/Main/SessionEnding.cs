using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

/// <summary>
/// Sessions that are to end, written in the transaction of the change that wants it: one session, or all of a person's but
/// one. No foreign keys: it must be carried out even where the person or the agency is gone by then.
/// </summary>
public sealed class SessionEnding
{
    public long Id { get; private set; }

    /// <summary>Null for the platform's people.</summary>
    public int? TenantId { get; init; }
    public int UserId { get; init; }

    /// <summary>Null for all sessions of the person.</summary>
    public string? SessionId { get; init; }
    public string? ExceptSessionId { get; init; }

    /// <summary>The open page that the session is ended from.</summary>
    public string? Page { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while there is something left to do.</summary>
    public DateTimeOffset? CarriedOutAt { get; init; }
}

public sealed class SessionEndingConfiguration : IEntityTypeConfiguration<SessionEnding>
{
    public void Configure(EntityTypeBuilder<SessionEnding> builder)
    {
        builder.ToTable("session_endings");
        builder.Property(ending => ending.SessionId).HasMaxLength(32);
        builder.Property(ending => ending.ExceptSessionId).HasMaxLength(32);
        builder.Property(ending => ending.Page).HasMaxLength(32);
        builder
            .HasIndex(ending => ending.Id)
            .HasFilter("carried_out_at IS NULL")
            .HasDatabaseName("ix_session_endings_open");
        builder.HasIndex(ending => ending.CarriedOutAt);
    }
}
