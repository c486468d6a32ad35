using BlazorTravel.Domain.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data;

/// <summary>The outbox, which the main database and every agency's database have alike.</summary>
public sealed class OutgoingMailConfiguration : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.ToTable("outgoing_mails");
        builder.Property(mail => mail.Template).HasMaxLength(60);
        builder.Property(mail => mail.Model).HasColumnType("jsonb");
        builder.Property(mail => mail.Culture).HasMaxLength(10);
        builder.Property(mail => mail.Recipient).HasMaxLength(254);
        builder.Property(mail => mail.Subject).HasMaxLength(400);
        builder.Property(mail => mail.MessageId).HasMaxLength(200);
        builder.Property(mail => mail.ThreadId).HasMaxLength(200);
        builder.Property(mail => mail.LastError).HasMaxLength(OutgoingMail.ErrorMaxLength);
        builder.HasEnum(mail => mail.State, "outgoing_mails", "state");
        builder.HasIndex(mail => mail.MessageId).IsUnique();
        builder.HasIndex(mail => mail.RequestId);
        builder.HasIndex(mail => mail.NextAttemptAt, "ix_outgoing_mails_due").HasFilter("state = 'queued'");
        builder.HasIndex(mail => new { mail.State, mail.Id }).IsDescending(false, true);
    }
}
