using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.Tenants;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Data.Main;

/// <summary>The platform's own database: which agencies there are, who signs in, and the mails about accounts.</summary>
public sealed class MainDbContext(DbContextOptions<MainDbContext> options) : DbContext(options)
{
    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<AdminUser> AdminUsers => Set<AdminUser>();
    public DbSet<ProvisioningRecord> ProvisioningRecords => Set<ProvisioningRecord>();
    public DbSet<AccountLink> AccountLinks => Set<AccountLink>();
    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();
    public DbSet<MailDispatch> MailDispatches => Set<MailDispatch>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new OutgoingMailConfiguration());
        modelBuilder.ApplyConfigurationsFromAssembly(
            typeof(MainDbContext).Assembly,
            type => type.Namespace == typeof(MainDbContext).Namespace
        );
    }
}
