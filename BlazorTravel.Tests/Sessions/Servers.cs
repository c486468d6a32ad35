using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Sessions;

/// <summary>Two servers of one platform. A browser takes both for one site: cookies do not know ports.</summary>
public sealed class TwoServers(TestRun run) : IAsyncLifetime
{
    public AppBackends Backends { get; private set; } = null!;
    public AppServer One { get; private set; } = null!;
    public AppServer Two { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Backends = await AppBackends.StartAsync(run);
        One = await Backends.StartServerAsync();
        Two = await Backends.StartServerAsync();
    }

    public ValueTask DisposeAsync() => Backends.DisposeAsync();
}

/// <summary>What tests of sessions do to servers, people and pages.</summary>
internal static class SessionSteps
{
    public static Task<MainDbContext> MainAsync(this AppServer server) =>
        server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    public static async Task<AdminUser> UserAsync(this AppServer server, string email)
    {
        await using var db = await server.MainAsync();
        return await db.AdminUsers.AsNoTracking().SingleAsync(user => user.Email == email);
    }

    /// <summary>Disables a person as an operation would: the change and the ending in one transaction.</summary>
    public static async Task DisableAsync(this AppServer server, string email)
    {
        var endings = server.Services.GetRequiredService<SessionEndings>();
        await using (var db = await server.MainAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db
                .AdminUsers.Where(user => user.Email == email)
                .ExecuteUpdateAsync(row => row.SetProperty(user => user.IsDisabled, true));
            endings.Add(db, await db.AdminUsers.SingleAsync(user => user.Email == email));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }
        await endings.CarryOutAsync(TestContext.Current.CancellationToken);
    }

    public static async Task SignInAsync(this Visitor visitor, AppServer server, TestAgency agency)
    {
        await visitor.Page.GotoAsync($"{server.Url(agency.Tenant.Subdomain)}/login");
        await visitor.Page.GetByLabel("Email").FillAsync(agency.AdminEmail);
        await visitor.Page.GetByLabel("Password").FillAsync(TestAgency.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(address => address.EndsWith("/admin", StringComparison.Ordinal));
    }

    /// <summary>Opens a desk page and waits for its circuit.</summary>
    public static async Task GoLiveAsync(this IPage page, AppServer server, string subdomain, string path)
    {
        var circuits = server.Services.GetRequiredService<CircuitDirectory>();
        var before = circuits.All.Select(circuit => circuit.Id).ToHashSet();
        await page.GotoAsync(server.Url(subdomain) + path);
        await UntilAsync(() => circuits.All.Any(circuit => !before.Contains(circuit.Id) && circuit.User is not null));
    }

    public static async Task UntilAsync(Func<bool> condition, int seconds = 20)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, int seconds = 20)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
