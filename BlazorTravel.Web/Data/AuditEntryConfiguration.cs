using BlazorTravel.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data;

/// <summary>The log of one database: the platform's, or an agency's own, which needs no word on whose it is.</summary>
public sealed class AuditEntryConfiguration(bool isPlatform) : IEntityTypeConfiguration<AuditEntry>
{
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
        if (isPlatform)
        {
            // No foreign key: what was done to an agency is known after the agency is gone.
            builder.HasIndex(entry => new { entry.TenantId, entry.Id });
        }
        else
        {
            builder.Ignore(entry => entry.TenantId);
        }
    }
}
