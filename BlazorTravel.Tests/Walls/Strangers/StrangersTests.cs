using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>Ten thousand requests with anything in them, over the wire, against a server of its own process.</summary>
public sealed partial class StrangersTests(TestRun run, ITestOutputHelper output)
{
    private const int Requests = 10_000;
    private const int AtATime = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Nothing_that_is_sent_breaks_the_server_or_makes_it_tell_about_itself()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var server = await backends.StartProcessAsync(WallServer.Options);
        var credentials = await PrepareAsync(server, backends);
        output.WriteLine($"WALLS_SEED={Property.Seed}");
        var requests = Property.Sample(new Requests(credentials).All, Requests);

        var complaints = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<string, int>();
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (request, _) =>
            {
                var answer = await AskAsync(server, request);
                statuses.AddOrUpdate(answer.Length > 12 ? answer[9..12] : "none", 1, (_, count) => count + 1);
                if (Complain(answer) is { } complaint)
                {
                    complaints.Enqueue($"{complaint}\n{request}\n");
                }
            }
        );
        output.WriteLine(
            $"{Requests} requests in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: "
                + string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}×{pair.Value}"))
        );

        Assert.True(
            complaints.IsEmpty,
            $"WALLS_SEED={Property.Seed}: {complaints.Count} answers are wrong.\n"
                + string.Join('\n', complaints.Take(12))
        );
        Assert.False(server.HasExited);
        var errors = ErrorLine().Matches(server.Output).Select(match => match.Value).Distinct().ToList();
        Assert.True(
            errors.Count == 0,
            $"WALLS_SEED={Property.Seed}: {errors.Count} errors were logged.\n" + string.Join('\n', errors.Take(12))
        );
        using var client = server.NewClient("strangers");
        using var alive = await client.GetAsync("/");
        Assert.True(alive.IsSuccessStatusCode);
        // It did take something in: the requests were not all refused at the door.
        Assert.True(statuses.GetValueOrDefault("201") > 50 && statuses.GetValueOrDefault("200") > 100);
    }

    private static async Task<string> AskAsync(RunningApp server, RawRequest request)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await request.SendAsync(server.Port, $"strangers.localhost:{server.Port}", limit.Token);
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    private static string? Complain(string answer) =>
        answer.StartsWith("no answer", StringComparison.Ordinal) ? answer
        : answer.Length > 12 && answer[9] == '5' ? answer[..Math.Min(answer.Length, 300)]
        : Inside().Match(answer) is { Success: true } match ? $"It shows “{match.Value}” ({answer[..12]})"
        : null;

    private static async Task<Credentials> PrepareAsync(RunningApp server, AppBackends backends)
    {
        using var platform = server.NewClient();
        var superadmin = await TokenAsync(platform, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword);
        platform.DefaultRequestHeaders.Authorization = new("Bearer", superadmin);
        const string email = "admin@strangers.example";
        using (
            var made = await platform.PostAsJsonAsync(
                "/api/v1/tenants",
                new
                {
                    name = "Strangers",
                    subdomain = "strangers",
                    admin_email = email,
                }
            )
        )
        {
            made.EnsureSuccessStatusCode();
        }
        var mail = await backends.Mail.WaitForAsync(mail => mail.IsTo(email));
        using var agency = server.NewClient("strangers");
        var secret = InvitationSecret().Match(mail.Text).Groups[1].Value;
        using (
            var set = await Features.Account.PlainForm.SendAsync(
                agency,
                $"/account/invitation?token={secret}",
                "set-password",
                ("password", TestAgency.Password),
                ("repeat", TestAgency.Password)
            )
        ) { }
        using var visitor = server.NewClient("strangers");
        var token = await TokenAsync(visitor, email, TestAgency.Password);
        using var page = await visitor.GetAsync("/login");
        var field = Field().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        var cookie = page
            .Headers.GetValues("Set-Cookie")
            .First(value => value.StartsWith("bt_antiforgery", StringComparison.Ordinal));
        using var asked = await visitor.PostAsJsonAsync(
            "/api/v1/travel-requests",
            new
            {
                destination = "Lisbon",
                travel_date = "2031-01-01",
                user_email = "a@b.example",
                num_persons = 1,
            }
        );
        var row = await asked.Content.ReadFromJsonAsync<JsonElement>();
        var link = row.GetProperty("page_url").GetString()!.Split('/')[^1];
        return new Credentials(token, superadmin, link, (field, cookie.Split(';')[0]));
    }

    private static async Task<string> TokenAsync(HttpClient client, string email, string password)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("access_token").GetString()!;
    }

    /// <summary>Names of what it is made of, and lines of a stack.</summary>
    [GeneratedRegex(
        @"\bat [A-Z]\w+(\.\w+)+[\[(<]|\w+Exception\b|Npgsql|StackExchange|EntityFramework|SQLSTATE|\bSystem\.[A-Z]\w+"
    )]
    private static partial Regex Inside();

    [GeneratedRegex(@"^(fail|crit): .*(\n +.*){1,14}", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    [GeneratedRegex("invitation\\?token=([0-9a-f]+)")]
    private static partial Regex InvitationSecret();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Field();
}
