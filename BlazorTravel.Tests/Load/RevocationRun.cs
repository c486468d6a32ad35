using System.Collections.Concurrent;
using System.Diagnostics;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Sessions;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Load;

/// <summary>
/// Two hundred times something ends a session while it has a live page on each of two servers: how long until the browser
/// has left both. Only on demand, because it takes minutes: the command is in the README.
/// </summary>
public sealed class RevocationRun(TestRun run, TwoServers servers) : IClassFixture<TwoServers>
{
    private const int Revocations = 200;
    private const int AtATime = 5;
    private const string Device = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0";

    private readonly ConcurrentQueue<string> log = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> taken = new();

    [Fact(Explicit = true)]
    public async Task Every_page_concerned_is_gone_within_a_second()
    {
        var browser = await run.BrowserAsync();
        (string Name, Func<Person, Task> End)[] ways =
        [
            ("logout", LogoutAsync),
            ("session ended", EndAsync),
            ("user disabled", person => servers.Two.DisableAsync(person.User.Email)),
            ("password changed", ChangePasswordAsync),
            ("agency suspended", SuspendAsync),
        ];
        // The first round only warms the servers and the browser up.
        for (var done = -AtATime; done < Revocations; done += AtATime)
        {
            var round = done;
            var people = await Task.WhenAll(
                Enumerable.Range(0, AtATime).Select(i => OpenAsync(browser, $"run{round + AtATime + i}"))
            );
            for (var i = 0; i < AtATime; i++)
            {
                var (name, end) = ways[i % ways.Length];
                var time = await MeasureAsync(people[i], end);
                if (round >= 0)
                {
                    taken.GetOrAdd(name, _ => []).Add(time);
                }
            }
            // A browser that takes long to close is not what is measured.
            await Task.WhenAny(
                Task.WhenAll(people.Select(person => person.Visitor.DisposeAsync().AsTask())),
                Task.Delay(TimeSpan.FromSeconds(10))
            );
        }

        foreach (var (name, _) in ways)
        {
            Report(name, taken[name]);
        }
        Report("all", taken.Values.SelectMany(times => times));
        Assert.Equal(Revocations, taken.Values.Sum(times => times.Count));
        Assert.True(Percentile(taken.Values.SelectMany(times => times), 0.99) < 1000);
    }

    private async Task<double> MeasureAsync(Person person, Func<Person, Task> end)
    {
        log.Clear();
        var gone = person.Pages.Select(GoneAsync).ToList();
        var start = Stopwatch.GetTimestamp();
        await end(person);
        var all = Task.WhenAll(gone);
        if (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(20))) != all)
        {
            Assert.Fail(Describe(person, gone));
        }
        var ends = await all;
        return ends.Max(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds);
    }

    private string Describe(Person person, IReadOnlyList<Task<long>> gone) =>
        $"{person.Agency.Tenant.Subdomain}, {person.Tokens.SessionId}\n{string.Join('\n', log)}\n"
        + string.Join('\n', person.Pages.Zip(gone, (page, task) => $"{page.Url} gone: {task.IsCompleted}"))
        + "\n"
        + string.Join(
            '\n',
            new[] { servers.One, servers.Two }.SelectMany(server =>
                server
                    .Services.GetRequiredService<CircuitDirectory>()
                    .All.Where(circuit => circuit.TenantId == person.Agency.Tenant.TenantId)
                    .Select(circuit => $"{server.Port}: over {circuit.IsOver}, {circuit.User?.SessionId}")
                    .Concat(server.Complaints.Select(line => line.ToString()))
            )
        );

    /// <summary>When the browser has put another document in the page's place.</summary>
    private Task<long> GoneAsync(IPage page)
    {
        var gone = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Request += (_, request) => log.Enqueue($"{DateTime.UtcNow:ss.fff} {request.Method} {request.Url}");
        page.Response += (_, response) => log.Enqueue($"{DateTime.UtcNow:ss.fff} {response.Status} {response.Url}");
        page.RequestFailed += (_, request) =>
            log.Enqueue($"{DateTime.UtcNow:ss.fff} failed {request.Url} {request.Failure}");
        page.Console += (_, message) => log.Enqueue($"{DateTime.UtcNow:ss.fff} console {message.Text}");
        page.FrameNavigated += (_, frame) => log.Enqueue($"{DateTime.UtcNow:ss.fff} navigated {frame.Url}");
        page.DOMContentLoaded += (_, _) => gone.TrySetResult(Stopwatch.GetTimestamp());
        return gone.Task;
    }

    /// <summary>Somebody with an agency of their own, signed in, with a live page on each server.</summary>
    private async Task<Person> OpenAsync(TestBrowser browser, string subdomain)
    {
        var agency = await TestAgency.AddAsync(servers.One, subdomain);
        var user = await servers.One.UserAsync(agency.AdminEmail);
        var tokens = await servers
            .One.Services.GetRequiredService<Tokens>()
            .IssueAsync(user, new SignInOrigin(Device, "127.0.0.1", SignInOrigin.Password));
        var visitor = await browser.NewVisitorAsync();
        await visitor.Context.AddCookiesAsync([
            new Cookie
            {
                Name = LoginTokenOptions.Cookie,
                Value = tokens!.Access,
                Url = servers.One.Url(subdomain),
            },
            new Cookie
            {
                Name = LoginTokenOptions.RefreshCookie,
                Value = tokens.Refresh,
                Url = servers.One.Url(subdomain),
            },
        ]);
        var second = await visitor.NewTabAsync();
        await Task.WhenAll(GoAsync(visitor.Page, servers.One, agency), GoAsync(second, servers.Two, agency));
        return new Person(agency, user, tokens, visitor, [visitor.Page, second]);
    }

    private static async Task GoAsync(IPage page, AppServer server, TestAgency agency)
    {
        await page.GotoAsync($"{server.Url(agency.Tenant.Subdomain)}/admin/requests");
        var circuits = server.Services.GetRequiredService<CircuitDirectory>();
        await SessionSteps.UntilAsync(
            () => circuits.All.Any(circuit => circuit.TenantId == agency.Tenant.TenantId && circuit.User is not null),
            60
        );
    }

    private async Task LogoutAsync(Person person)
    {
        using var scope = servers.One.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<SignOut>().RunAsync(As(person));
    }

    private async Task EndAsync(Person person)
    {
        await using var scope = servers.Two.Services.CreateAsyncScope();
        Assert.True(
            await scope
                .ServiceProvider.GetRequiredService<Web.Features.Account.Sessions.EndSessions>()
                .OneAsync(As(person), person.Tokens.SessionId, TestContext.Current.CancellationToken)
        );
    }

    private async Task ChangePasswordAsync(Person person)
    {
        var endings = servers.One.Services.GetRequiredService<SessionEndings>();
        var hasher = servers.One.Services.GetRequiredService<IPasswordHasher<AdminUser>>();
        await using (var db = await servers.One.MainAsync())
        {
            var user = await db.AdminUsers.SingleAsync(row => row.Id == person.User.Id);
            user.SetPassword(hasher.HashPassword(user, "blue river walks slowly"));
            endings.Add(db, user);
            await db.SaveChangesAsync();
        }
        await endings.CarryOutAsync(TestContext.Current.CancellationToken);
    }

    private Task SuspendAsync(Person person) =>
        person.Agency.ChangeAsync(servers.Two, (tenant, now) => tenant.Suspend(now));

    private static SignedInUser As(Person person) =>
        new(
            person.User.Id,
            person.User.Email,
            person.User.ShownName,
            person.User.TenantId,
            "admin",
            "",
            person.Tokens.SessionId
        );

    private static void Report(string name, IEnumerable<double> times)
    {
        var all = times.ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: {all.Count} revocations, p50 {Percentile(all, 0.5):F0} ms, p99 {Percentile(all, 0.99):F0} ms, longest {all.Max():F0} ms"
        );
    }

    private static double Percentile(IEnumerable<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    private sealed record Person(
        TestAgency Agency,
        AdminUser User,
        IssuedTokens Tokens,
        Visitor Visitor,
        IReadOnlyList<IPage> Pages
    );
}
