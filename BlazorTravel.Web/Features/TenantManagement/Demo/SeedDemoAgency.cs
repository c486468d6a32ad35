using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>Makes one demo agency the way a superadmin would, and fills it. What is there already stays as it is.</summary>
public sealed class SeedDemoAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantDatabases tenantDatabases,
    CreateAgency create,
    ProvisioningRuns runs,
    Announcements announcements,
    IPasswordHasher<AdminUser> passwords,
    IOptions<DemoOptions> options,
    TimeProvider time
)
{
    /// <exception cref="InvalidOperationException">The agency could not be set up; the message says why.</exception>
    public async Task RunAsync(DemoAgency demo, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Tenants.AnyAsync(t => t.Subdomain == demo.Subdomain, cancellationToken))
        {
            await CreateAsync(demo, cancellationToken);
        }
        var tenant = await db.Tenants.SingleAsync(t => t.Subdomain == demo.Subdomain, cancellationToken);
        var people = await EnsurePeopleAsync(db, demo, tenant, cancellationToken);
        if (tenant.Provisioning != ProvisioningState.Ready)
        {
            await runs.Start(tenant.Id);
            await db.Entry(tenant).ReloadAsync(cancellationToken);
        }
        if (tenant.Provisioning != ProvisioningState.Ready)
        {
            throw new InvalidOperationException(
                $"Demo agency {demo.Subdomain} is not ready: {tenant.ProvisioningError ?? "another server is at it."}"
            );
        }
        await FillAsync(TenantDirectory.Describe(tenant), people, cancellationToken);
    }

    private async Task CreateAsync(DemoAgency demo, CancellationToken cancellationToken)
    {
        var form = new NewAgency
        {
            Name = demo.Name,
            Subdomain = demo.Subdomain,
            AdminEmail = demo.AdminEmail,
        };
        var created = await create.TakeNamesAsync(form, cancellationToken);
        if (created.TenantId is not { } id)
        {
            throw new InvalidOperationException(string.Join(' ', created.Errors.Values));
        }
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == id, cancellationToken);
        tenant.Rebrand(
            demo.Name,
            demo.BrandColor,
            demo.WelcomeText,
            $"hello@{demo.Subdomain}.example",
            time.GetUtcNow()
        );
        if (demo.ReadLogo() is { } logo)
        {
            tenant.ChangeLogo(TenantLogo.From(logo), time.GetUtcNow());
        }
        await db.SaveChangesAsync(cancellationToken);
        await announcements.TenantChangedAsync(id);
    }

    /// <summary>The admin has a password before the agency is set up, so that nobody is invited.</summary>
    private async Task<IReadOnlyList<Actor>> EnsurePeopleAsync(
        MainDbContext db,
        DemoAgency demo,
        Tenant tenant,
        CancellationToken cancellationToken
    )
    {
        var people = await db.AdminUsers.Where(u => u.TenantId == tenant.Id).ToListAsync(cancellationToken);
        foreach (
            var (email, role, name) in new[]
            {
                (demo.AdminEmail, AgencyRole.Admin, "Robin Vale"),
                (demo.AgentEmail, AgencyRole.Agent, "Kim Larsen"),
            }
        )
        {
            if (people.Find(u => u.Email == email) is not { } user)
            {
                user = AdminUser.InviteToAgency(email, tenant.Id, role, time.GetUtcNow());
                user.Rename(name);
                db.AdminUsers.Add(user);
                people.Add(user);
            }
            if (user.PasswordHash is null)
            {
                user.SetPassword(passwords.HashPassword(user, demo.Password));
            }
        }
        await db.SaveChangesAsync(cancellationToken);
        return people.ConvertAll(user => new Actor(user.Id, user.ShownName));
    }

    /// <summary>All requests at once or none, so that a start that breaks off leaves no half.</summary>
    private async Task FillAsync(AgencyTenant agency, IReadOnlyList<Actor> people, CancellationToken cancellationToken)
    {
        await using var lease = await tenantDatabases.OpenAsync(agency, cancellationToken);
        await using var transaction = await lease.Db.Database.BeginTransactionAsync(cancellationToken);
        // Two servers that start together must not both fill it.
        await lease.Db.Database.ExecuteSqlAsync(
            $"LOCK TABLE travel_requests IN SHARE ROW EXCLUSIVE MODE",
            cancellationToken
        );
        if (await lease.Db.TravelRequests.AnyAsync(cancellationToken))
        {
            return;
        }
        // The same subdomain gives the same requests on every machine.
        var seed = agency.Subdomain.Aggregate(2026, (sum, c) => unchecked(sum * 31 + c));
        var made = new DemoRequests(seed, time.GetUtcNow(), people).Make(options.Value.Requests).ToList();
        lease.Db.TravelRequests.AddRange(made.OrderBy(request => request.CreatedAt));
        lease.Db.AuditEntries.AddRange(made.SelectMany(DemoLog.Of));
        await lease.Db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
