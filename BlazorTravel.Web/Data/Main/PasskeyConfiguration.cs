using BlazorTravel.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

public sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(Passkey.CredentialIdMaxLength);
        builder.Property(passkey => passkey.PublicKey).HasMaxLength(2000);
        builder.Property(passkey => passkey.Name).HasMaxLength(Passkey.NameMaxLength);
        builder.HasIndex(passkey => passkey.CredentialId).IsUnique();
        builder
            .HasOne<AdminUser>()
            .WithMany()
            .HasForeignKey(passkey => passkey.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
