using BlazorTravel.Domain.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

public sealed class ProvisioningRecordConfiguration : IEntityTypeConfiguration<ProvisioningRecord>
{
    public void Configure(EntityTypeBuilder<ProvisioningRecord> builder)
    {
        builder.ToTable("provisioning_records");
        builder.HasEnum(record => record.Step, "provisioning_records", "step");
        builder.Property(record => record.Error).HasMaxLength(ProvisioningRecord.ErrorMaxLength);
        builder.HasIndex(record => record.TenantId);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(record => record.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
