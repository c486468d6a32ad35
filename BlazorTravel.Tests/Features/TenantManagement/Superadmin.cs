using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Features.TenantManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.TenantManagement;

/// <summary>Runs the superadmin's operations on a server.</summary>
public sealed class Superadmin(AppServer server)
{
    public ProvisioningRuns Runs => server.Services.GetRequiredService<ProvisioningRuns>();

    public async Task<TResult> AskAsync<TOperation, TResult>(Func<TOperation, Task<TResult>> ask)
        where TOperation : notnull
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TOperation>());
    }

    public Task<CreatedAgency> TakeNamesAsync(string subdomain, string? email = null) =>
        AskAsync<CreateAgency, CreatedAgency>(create => create.TakeNamesAsync(Form(subdomain, email)));

    /// <summary>Creates an agency and waits until that has ended, well or badly.</summary>
    public async Task<int> CreateAsync(string subdomain, string? email = null)
    {
        var created = await AskAsync<CreateAgency, CreatedAgency>(create => create.RunAsync(Form(subdomain, email)));
        Assert.Empty(created.Errors);
        await Runs.Running(created.TenantId!.Value);
        return created.TenantId.Value;
    }

    public Task<AgencyDetails?> FindAsync(int id) => AskAsync<FindAgency, AgencyDetails?>(find => find.RunAsync(id));

    public Task<MainDbContext> MainAsync() =>
        server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    public async Task RunSqlAsync(FormattableString sql)
    {
        await using var db = await MainAsync();
        await db.Database.ExecuteSqlAsync(sql);
    }

    public static NewAgency Form(string subdomain, string? email = null) =>
        new()
        {
            Name = $"{subdomain} Travel",
            Subdomain = subdomain,
            AdminEmail = email ?? $"boss@{subdomain}.example",
        };
}
