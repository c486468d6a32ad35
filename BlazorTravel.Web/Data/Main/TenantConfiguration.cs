using BlazorTravel.Domain.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

public sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable(
            "tenants",
            table =>
            {
                table.HasCheckConstraint("ck_tenants_subdomain", "subdomain ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'");
                table.HasCheckConstraint("ck_tenants_brand_color", "brand_color ~ '^#[0-9A-F]{6}$'");
            }
        );
        builder.Property(tenant => tenant.Name).HasMaxLength(Tenant.NameMaxLength);
        builder.Property(tenant => tenant.Subdomain).HasMaxLength(Subdomain.MaxLength);
        builder.Property(tenant => tenant.DbName).HasMaxLength(63);
        builder.Property(tenant => tenant.AdminEmail).HasMaxLength(254);
        builder.Property(tenant => tenant.BrandColor).HasMaxLength(7);
        builder.Property(tenant => tenant.WelcomeText).HasMaxLength(Tenant.WelcomeTextMaxLength);
        builder.Property(tenant => tenant.ReplyTo).HasMaxLength(254);
        builder.Property(tenant => tenant.LogoVersion).HasMaxLength(12);
        builder.Property(tenant => tenant.SchemaVersion).HasMaxLength(150);
        builder.Property(tenant => tenant.ProvisioningStep).HasMaxLength(60);
        builder.Property(tenant => tenant.ProvisioningError).HasMaxLength(500);
        builder.HasEnum(tenant => tenant.Provisioning, "tenants", "provisioning");
        builder.Property(tenant => tenant.Version).IsRowVersion();
        builder.HasIndex(tenant => tenant.Subdomain).IsUnique();
        builder.HasIndex(tenant => tenant.DbName).IsUnique();
        builder.HasIndex(tenant => tenant.SchemaVersion);
        // A table of its own, so that reading agencies never reads their images.
        builder.OwnsOne(
            tenant => tenant.Logo,
            logo =>
            {
                logo.ToTable("tenant_logos");
                logo.Property(l => l.ContentType).HasMaxLength(40);
                logo.Property(l => l.Content).HasMaxLength(TenantLogo.MaxLength);
                logo.Property(l => l.Version).HasMaxLength(12);
            }
        );
        builder.Navigation(tenant => tenant.Logo).AutoInclude(false);
    }
}
