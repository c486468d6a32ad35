using BlazorTravel.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

public sealed class AccountLinkConfiguration : IEntityTypeConfiguration<AccountLink>
{
    public void Configure(EntityTypeBuilder<AccountLink> builder)
    {
        builder.ToTable("account_links");
        builder.Property(link => link.SecretHash).HasMaxLength(64);
        builder.Property(link => link.NewEmail).HasMaxLength(254);
        builder.HasEnum(link => link.Purpose, "account_links", "purpose");
        builder.HasIndex(link => link.SecretHash).IsUnique();
        builder.HasOne<AdminUser>().WithMany().HasForeignKey(link => link.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
