using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

public sealed class AdminUserConfiguration : IEntityTypeConfiguration<AdminUser>
{
    public void Configure(EntityTypeBuilder<AdminUser> builder)
    {
        builder.ToTable(
            "admin_users",
            table =>
            {
                table.HasCheckConstraint("ck_admin_users_email", "email = lower(email)");
                table.HasCheckConstraint("ck_admin_users_tenant", "is_superadmin = (tenant_id IS NULL)");
                table.HasCheckConstraint(
                    "ck_admin_users_two_step",
                    "NOT is_two_step_on OR authenticator_key IS NOT NULL"
                );
            }
        );
        builder.Property(user => user.Email).HasMaxLength(254);
        builder.Property(user => user.DisplayName).HasMaxLength(120);
        builder.Property(user => user.PasswordHash).HasMaxLength(400);
        builder.Property(user => user.SecurityStamp).HasMaxLength(40);
        builder.Property(user => user.AuthenticatorKey).HasMaxLength(400);
        builder.HasEnum(user => user.Role, "admin_users", "role");
        builder.HasIndex(user => user.Email).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(user => user.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
