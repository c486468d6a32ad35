using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Data.Agency;

/// <summary>One agency's own database. Pooled without a connection: rent it through <see cref="TenantDatabases"/> only.</summary>
public sealed class TenantDbContext(DbContextOptions<TenantDbContext> options) : DbContext(options)
{
    public DbSet<TravelRequest> TravelRequests => Set<TravelRequest>();
    public DbSet<RequestEvent> RequestEvents => Set<RequestEvent>();
    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfiguration(new OutgoingMailConfiguration());
        modelBuilder.ApplyConfigurationsFromAssembly(
            typeof(TenantDbContext).Assembly,
            type => type.Namespace == typeof(TenantDbContext).Namespace
        );
        modelBuilder
            .Entity<OutgoingMail>()
            .HasOne<TravelRequest>()
            .WithMany()
            .HasForeignKey(mail => mail.RequestId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
