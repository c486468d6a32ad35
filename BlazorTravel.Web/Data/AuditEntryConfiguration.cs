using BlazorTravel.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data;

/// <summary>The log of one database: the platform's, or an agency's own, which needs no word on whose it is.</summary>
public sealed class AuditEntryConfiguration(bool isPlatform) : IEntityTypeConfiguration<AuditEntry>
{
    /// <summary>What stands before the action's dot: a stored column, so that an index finds all of a kind.</summary>
    public const string Area = "Area";

    /// <summary>Makes the table refuse what is not an insert; part of its migration.</summary>
    public const string AppendOnlySql = """
        CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
        END $$;
        CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
            FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
        CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
        """;

    public const string DropAppendOnlySql = "DROP FUNCTION refuse_audit_change() CASCADE;";

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.ActorName).HasMaxLength(AuditEntry.ActorNameMaxLength);
        builder.Property(entry => entry.Address).HasMaxLength(AuditEntry.AddressMaxLength);
        builder.Property(entry => entry.Origin).HasMaxLength(AuditEntry.OriginMaxLength);
        builder.Property(entry => entry.Action).HasMaxLength(AuditEntry.ActionMaxLength);
        builder.Property(entry => entry.Subject).HasMaxLength(AuditEntry.SubjectMaxLength);
        builder.Property(entry => entry.Before).HasColumnType("jsonb");
        builder.Property(entry => entry.After).HasColumnType("jsonb");
        builder
            .Property<string>(Area)
            .HasMaxLength(AuditEntry.ActionMaxLength)
            .HasComputedColumnSql("split_part(action, '.', 1)", stored: true);
        foreach (var property in builder.Metadata.GetProperties().Where(property => property.Name != Area))
        {
            // The database refuses it anyway; this says so where the mistake is made.
            property.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
        }

        // Each ends with the id, in which order entries are shown.
        builder.HasIndex(entry => new { entry.ActorId, entry.Id });
        builder
            .HasIndex(entry => new { entry.ActorName, entry.Id })
            .HasDatabaseName("ix_audit_entries_nameless")
            .HasFilter("actor_id IS NULL");
        builder.HasIndex(Area, nameof(AuditEntry.Id));
        builder.HasIndex(entry => entry.Subject).HasMethod("gin").HasOperators("gin_trgm_ops");
        if (isPlatform)
        {
            // No foreign key: what was done to an agency is known after the agency is gone.
            builder.HasIndex(entry => new { entry.TenantId, entry.Id });
            builder.HasIndex(nameof(AuditEntry.TenantId), Area, nameof(AuditEntry.Id));
        }
        else
        {
            builder.Ignore(entry => entry.TenantId);
        }
    }
}
