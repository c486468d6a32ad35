using System.Net;
using System.Net.Http.Json;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Features.Account;
using BlazorTravel.Tests.Features.Desk;
using BlazorTravel.Tests.Support;
using BlazorTravel.Tests.Walls.Leaks;
using BlazorTravel.Web.Features.AgencySettings;
using BlazorTravel.Web.Features.Desk.Detail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Walls.Traces;

/// <summary>
/// Two agencies through whose every flow was gone, one after the other, on a server with a real Redis and a folder for its
/// mail; and all that was heard meanwhile.
/// </summary>
public sealed class TracesWorld(TestRun run) : IAsyncLifetime
{
    public AppBackends Backends { get; private set; } = null!;
    public AppServer Server { get; private set; } = null!;
    public RedisMonitor Monitor { get; private set; } = null!;
    public TestAgency First { get; private set; } = null!;
    public TestAgency Second { get; private set; } = null!;

    /// <summary>The keys and channels of the time in which only the first agency was at work.</summary>
    public IReadOnlyList<string> NamesOfFirst { get; private set; } = [];

    /// <summary>What the log has of the time in which each agency alone was at work.</summary>
    public IReadOnlyList<LoggedLine> LinesOfFirst { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Backends = await AppBackends.StartAsync(run, new AppBackendsOptions(RealRedis: true));
        try
        {
            Monitor = await RedisMonitor.StartAsync(Backends.RealRedis.Port);
            Server = await Backends.StartServerAsync(
                WallServer.Options with
                {
                    LogFrom = LogLevel.Information,
                    Settings = new Dictionary<string, string?>(WallServer.Options.Settings) { ["Smtp:Host"] = null },
                }
            );
            First = await TestAgency.AddAsync(Server, "first");
            Second = await TestAgency.AddAsync(Server, "second");
            await WorkAsync(First);
            await Monitor.CatchUpAsync(Backends.RealRedis.Port);
            NamesOfFirst = [.. Monitor.Keys, .. Monitor.Channels];
            LinesOfFirst = Server.Complaints;
            await WorkAsync(Second);
            await LookAfterAsync();
            await Monitor.CatchUpAsync(Backends.RealRedis.Port);
        }
        catch
        {
            await Backends.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Monitor.DisposeAsync();
        await Backends.DisposeAsync();
    }

    private async Task WorkAsync(TestAgency agency)
    {
        var (host, admin) = (agency.Tenant.Subdomain, agency.AdminEmail);
        using var traveler = Server.NewClient(host);
        await AskForATripAsync(traveler);

        // Signing in at the API and with the form, also wrongly, and a forgotten password.
        using (
            var wrong = await traveler.PostAsJsonAsync(
                "/api/v1/auth/login",
                new { email = "who@x.example", password = "x" }
            )
        ) { }
        using var browser = Server.NewClient(host);
        using (await PlainForm.SendAsync(browser, "/account/forgot", "forgot", ("email", admin))) { }
        using (await PlainForm.SignInAsync(browser, admin, TestAgency.Password)) { }
        using (var desk = await browser.GetAsync("/admin"))
        {
            Assert.True(desk.IsSuccessStatusCode, $"The desk answered {desk.StatusCode}.");
        }

        // The desk, live; while it is open, another request comes in.
        var (token, _) = await Callers.TokensAsync(Server, host, admin);
        var caller = new Caller(host, Who.Admins, host, token, false, Whose.Mine);
        await using (var circuit = await CircuitClient.ConnectAsync(Server, host, caller))
        {
            Assert.NotNull(await circuit.OpenAsync("/admin/requests"));
            await circuit.AddAsync(await CircuitClient.LoadAsync(Server, host, caller, "/admin/requests"));
            Assert.True(await circuit.SeesAsync("Lisbon"), circuit.Received);
            await AskForATripAsync(traveler, "Marrakesh");
            await circuit.TellAsync("OnLocationChanged", circuit.Url("/admin/requests?q=Marrakesh"), null, false);
            Assert.True(await circuit.SeesAsync("Marrakesh"), circuit.Received);
            await circuit.CallAsync("PauseCircuit", typeof(bool));
        }
        await OperateAsync(agency);
        await MailedAsync(agency);
        traveler.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var ended = await traveler.PostAsync("/api/v1/auth/logout", null);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
    }

    private async Task OperateAsync(TestAgency agency)
    {
        await using var scope = new DeskScope(Server, agency);
        await using (var lease = await scope.OpenAsync())
        {
            var request = await lease.Db.TravelRequests.OrderBy(row => row.Id).FirstAsync();
            var change = scope.Get<ChangeStatus>();
            await change.RunAsync(request.Id, request.Version, RequestStatus.InProgress, "Soon", DeskScope.Ana);
        }
        var form = await scope.Get<ReadSettings>().RunAsync();
        form.WelcomeText = "Where to?";
        Assert.True(await scope.Get<SaveSettings>().RunAsync(form));
    }

    private async Task MailedAsync(TestAgency agency)
    {
        var folder = Path.Combine(Backends.DataDirectory, "mail");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Directory.Exists(folder) || Directory.GetFiles(folder, $"*{agency.Tenant.Subdomain}*.eml").Length < 4)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task LookAfterAsync()
    {
        using var superadmin = Server.NewClient();
        using (await PlainForm.SignInAsync(superadmin, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword)) { }
        using (await superadmin.GetAsync("/superadmin/tenants")) { }
        using (await superadmin.PatchAsJsonAsync($"/api/v1/tenants/{Second.Tenant.Id}", new { is_active = false })) { }
    }

    private static async Task AskForATripAsync(HttpClient traveler, string destination = "Lisbon")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/travel-requests");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = JsonContent.Create(
            new
            {
                destination,
                travel_date = "2031-01-01",
                user_email = "ada@example.com",
                num_persons = 2,
            }
        );
        using var answer = await traveler.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        using (await traveler.GetAsync("/")) { }
    }
}
