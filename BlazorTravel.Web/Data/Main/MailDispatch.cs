using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

/// <summary>
/// A marker that an agency's outbox may hold mails due at a time, so that the dispatcher looks only into databases that have
/// work. It is written before the mail's own transaction commits and can therefore be early, never late.
/// </summary>
public sealed class MailDispatch
{
    public int TenantId { get; init; }

    /// <summary>When the outbox is to be looked at; claiming pushes it ahead as a lease.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When mails were last announced; the marker may go only when that is longer ago than a transaction lasts.</summary>
    public DateTimeOffset MarkedAt { get; set; }
}

public sealed class MailDispatchConfiguration : IEntityTypeConfiguration<MailDispatch>
{
    public void Configure(EntityTypeBuilder<MailDispatch> builder)
    {
        builder.ToTable("mail_dispatch");
        builder.HasKey(marker => marker.TenantId);
        builder.Property(marker => marker.TenantId).ValueGeneratedNever();
        builder.HasIndex(marker => marker.DueAt);
        builder
            .HasOne<Domain.Tenants.Tenant>()
            .WithOne()
            .HasForeignKey<MailDispatch>(marker => marker.TenantId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
