using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Support;

/// <summary>An agency of a running server with one administrator, made without the pages that make them.</summary>
public sealed record TestAgency(AgencyTenant Tenant, string AdminEmail)
{
    public const string Password = "Correct-Horse-2026";

    /// <summary>Makes it: its database, its row, and an administrator named after it.</summary>
    public static async Task<TestAgency> AddAsync(AppServer server, string subdomain, string? name = null)
    {
        var provisioner = server.Services.GetRequiredService<TenantProvisioner>();
        var time = server.Services.GetRequiredService<TimeProvider>();
        var label = Subdomain.Parse(subdomain);
        var email = $"admin@{subdomain}.example";
        var tenant = BlazorTravel.Domain.Tenants.Tenant.Create(
            name ?? $"{subdomain} Travel",
            label,
            provisioner.DatabaseNameFor(label),
            email,
            time.GetUtcNow()
        );
        await provisioner.CreateDatabaseAsync(tenant.DbName);
        tenant.RecordSchema(provisioner.LatestVersion, time.GetUtcNow());
        tenant.CompleteProvisioning(time.GetUtcNow());
        await using var db = await MainOf(server).CreateDbContextAsync();
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        var agency = new TestAgency(TenantDirectory.Describe(tenant), email);
        await agency.AddPersonAsync(server, email, AgencyRole.Admin);
        await server.Services.GetRequiredService<Announcements>().TenantChangedAsync(tenant.Id);
        return agency;
    }

    /// <summary>Adds somebody who can sign in with <see cref="Password"/>.</summary>
    public async Task AddPersonAsync(AppServer server, string email, AgencyRole role)
    {
        var user = AdminUser.InviteToAgency(
            email,
            Tenant.TenantId,
            role,
            server.Services.GetRequiredService<TimeProvider>().GetUtcNow()
        );
        user.SetPassword(server.Services.GetRequiredService<IPasswordHasher<AdminUser>>().HashPassword(user, Password));
        await using var db = await MainOf(server).CreateDbContextAsync();
        db.AdminUsers.Add(user);
        await db.SaveChangesAsync();
    }

    /// <summary>Changes its row as the superadmin's operations do, and announces that.</summary>
    public async Task ChangeAsync(AppServer server, Action<BlazorTravel.Domain.Tenants.Tenant, DateTimeOffset> change)
    {
        await using var db = await MainOf(server).CreateDbContextAsync();
        var tenant = await db.Tenants.SingleAsync(row => row.Id == Tenant.TenantId);
        change(tenant, server.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await db.SaveChangesAsync();
        await server.Services.GetRequiredService<Announcements>().TenantChangedAsync(Tenant.TenantId);
    }

    private static IDbContextFactory<MainDbContext> MainOf(AppServer server) =>
        server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>();
}
