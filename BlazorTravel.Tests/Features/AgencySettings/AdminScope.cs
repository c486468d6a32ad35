using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.AgencySettings;

/// <summary>What one admin's page of an agency has: the operations for that agency, and who is signed in.</summary>
public sealed class AdminScope : IAsyncDisposable
{
    private readonly AsyncServiceScope scope;
    private readonly AppServer server;

    private AdminScope(AppServer server, TestAgency agency, SignedInUser you)
    {
        this.server = server;
        scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(agency.Tenant);
        You = you;
    }

    public SignedInUser You { get; }

    /// <summary>As somebody of the agency; its first admin when nobody is named.</summary>
    public static async Task<AdminScope> OpenAsync(AppServer server, TestAgency agency, string? email = null)
    {
        var user = await FindAsync(server, email ?? agency.AdminEmail) ?? throw new InvalidOperationException(email);
        return new AdminScope(server, agency, SignedIn(user));
    }

    public T Get<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public Task<AdminUser?> FindAsync(string email) => FindAsync(server, email);

    public async Task<int> IdOfAsync(string email) => (await FindAsync(email))!.Id;

    public ValueTask DisposeAsync() => scope.DisposeAsync();

    public static Task<MainDbContext> MainAsync(AppServer server) =>
        server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    private static async Task<AdminUser?> FindAsync(AppServer server, string email)
    {
        await using var db = await MainAsync(server);
        return await db.AdminUsers.AsNoTracking().SingleOrDefaultAsync(user => user.Email == email);
    }

    private static SignedInUser SignedIn(AdminUser user) =>
        new(user.Id, user.Email, user.ShownName, user.TenantId, Roles.Of(user), "token", "session");
}
