using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

public sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        var words = string.Join(", ", ApiScopes.All.Select(scope => $"'{scope}'"));
        builder.ToTable(
            "api_keys",
            table =>
                table.HasCheckConstraint(
                    "ck_api_keys_scopes",
                    $"cardinality(scopes) > 0 AND scopes <@ ARRAY[{words}]::text[]"
                )
        );
        builder.Property(key => key.Name).HasMaxLength(ApiKey.NameMaxLength);
        builder.Property(key => key.Prefix).HasMaxLength(ApiKeyText.PrefixLength);
        builder.Property(key => key.SecretHash).HasMaxLength(64);
        builder.Property(key => key.Scopes).HasColumnType("text[]");
        builder.Property(key => key.CreatedByName).HasMaxLength(ApiKey.CreatorMaxLength);
        builder.HasIndex(key => key.SecretHash).IsUnique();
        builder.HasIndex(key => key.TenantId);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(key => key.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AdminUser>().WithMany().HasForeignKey(key => key.CreatedById).OnDelete(DeleteBehavior.SetNull);
    }
}
