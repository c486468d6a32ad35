using System.Text;
using BlazorTravel.Tests.Support;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>A server with one agency, for requests that must not break it.</summary>
public sealed class BrokenAgency(TestRun run) : IAsyncLifetime
{
    private readonly AppFixture app = new(run);

    public AppServer Server => app.Server;
    public TestAgency Agency { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        Agency = await TestAgency.AddAsync(app.Server, "broken");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>What generated requests found, each by itself.</summary>
public sealed class OnceBrokenTests(BrokenAgency broken) : IClassFixture<BrokenAgency>
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    public static TheoryData<string, string, string, string, string, int> Requests =>
        new()
        {
            // What looks like a token by its dots only.
            { "GET", "/api/v1/auth/me", "Authorization", "Bearer a.b.c", "", 401 },
            { "GET", "/login", "Cookie", "bt_session=a.b.c; bt_refresh=a.b.c", "", 200 },
            // Characters that the database, or Unicode's normal forms, do not know.
            {
                "POST",
                "/api/v1/auth/login",
                "Content-Type",
                Json,
                """{"email":"a\u0000b@c.example","password":"x"}""",
                401
            },
            { "GET", "/places?q=ab%EF%BF%BE", "Accept", Json, "", 200 },
            {
                "POST",
                "/api/v1/travel-requests",
                "Content-Type",
                Json,
                """{"destination":"Oslo\uFFFE","travel_date":"2031-01-01","user_email":"a@b.example","num_persons":1}""",
                201
            },
            // An address that a header cannot take.
            { "POST", "/preferences", "Content-Type", Form, "theme=dark&back=/%C3%A9", 302 },
            // A scheme and hosts of which no address can be made.
            { "GET", "/", "X-Forwarded-Proto", "1", "", 400 },
            { "GET", "/", "Host", "", "", 404 },
            { "GET", "/", "Host", "%!$", "", 400 },
            // Letters that are ours in lower case only, and another way to write an id.
            { "GET", "/", "Host", "bro\u212Aen.localhost", "", 400 },
            { "GET", "/", "Host", "xn--acme", "", 400 },
            { "POST", "/api/v1/auth/login", "Content-Type", "application/json; charset=nonsense", "{}", 415 },
            // A body that is too large, and a form that is none.
            {
                "POST",
                "/api/v1/travel-requests",
                "Content-Type",
                Json,
                $"{{\"notes\":\"{new string('x', 70_000)}\"}}",
                413
            },
            { "POST", "/logout", "Content-Type", "multipart/form-data; boundary=x", "--y", 400 },
            // A cookie that nobody protected.
            { "GET", "/login", "Cookie", "bt_antiforgery=x", "", 200 },
        };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_broke_the_server_once_is_answered(
        string method,
        string target,
        string header,
        string value,
        string body,
        int status
    )
    {
        var request = new RawRequest(method, target, [(header, value)], Encoding.UTF8.GetBytes(body));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = await request.SendAsync(broken.Server.Port, $"broken.localhost:{broken.Server.Port}", limit.Token);
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(broken.Server.Complaints, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task An_agencys_id_is_written_in_one_way()
    {
        using var client = broken.Server.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Add(Web.Tenancy.TenantGate.Header, $"0{broken.Agency.Tenant.Id}");
        using var answer = await client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }
}
