using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Features.Requesting;

public sealed class TravelRequestsApiTests(RequestingWorld world) : IClassFixture<RequestingWorld>
{
    private const string Versioned = "/api/v1/travel-requests";

    [Theory]
    [InlineData(Versioned, "acme", null)]
    [InlineData("/api/travel-requests", "acme", "ACME")]
    [InlineData(Versioned, null, "acme")]
    public async Task A_request_is_taken_for_the_agency_that_is_named(string path, string? host, string? header)
    {
        var email = $"{host}-{header}@example.com";
        var (answer, row) = await SendAsync(
            new
            {
                destination = " Porto ",
                travel_date = RequestingWorld.Day,
                user_email = email,
                num_persons = 3,
                nights = 5,
                budget = 1234.567,
                budget_currency = "CHF",
                notes = "window seat",
                colour = "unknown fields are left alone",
            },
            path,
            host,
            header
        );

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var request = Assert.Single(await world.RequestsOfAsync(email));
        Assert.Equal($"{Versioned}/{request.Id}", answer.Headers.Location!.ToString());
        Assert.Equal(request.Id, row.GetProperty("id").GetInt64());
        Assert.Equal("Porto", row.GetProperty("destination").GetString());
        Assert.Equal(RequestingWorld.Day, row.GetProperty("travel_date").GetString());
        Assert.Equal(3, row.GetProperty("num_persons").GetInt32());
        Assert.Equal(5, row.GetProperty("nights").GetInt32());
        Assert.Equal(1234.57m, row.GetProperty("budget").GetDecimal());
        Assert.Equal("new", row.GetProperty("status").GetString());
        Assert.EndsWith("Z", row.GetProperty("created_at").GetString());
        Assert.EndsWith($"/r/{request.AccessToken}", row.GetProperty("page_url").GetString());
    }

    [Fact]
    public async Task Every_wrong_field_is_named_as_it_was_sent()
    {
        var (answer, problem) = await SendAsync(
            new
            {
                travel_date = "2020-01-01",
                user_email = "nobody",
                num_persons = new { adults = 2 },
                budget = true,
            }
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var errors = problem.GetProperty("errors");
        Assert.Equal(
            ["budget", "destination", "num_persons", "travel_date", "user_email"],
            errors.EnumerateObject().Select(error => error.Name).Order()
        );
        Assert.Equal("Give today's date or a later one.", errors.GetProperty("travel_date")[0].GetString());
    }

    [Fact]
    public async Task The_same_key_answers_the_same_request_and_never_another()
    {
        var sent = Body("key@example.com");
        var (first, one) = await SendAsync(sent, key: "order 4711");
        var (again, two) = await SendAsync(sent, key: "order 4711");
        var (other, problem) = await SendAsync(Body("key@example.com", persons: 9), key: "order 4711");

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity),
            (first.StatusCode, again.StatusCode, other.StatusCode)
        );
        Assert.Equal(one.GetProperty("id").GetInt64(), two.GetProperty("id").GetInt64());
        Assert.Contains("another body", problem.GetProperty("title").GetString());
        Assert.Single(await world.RequestsOfAsync("key@example.com"));

        var (tooLong, _) = await SendAsync(sent, key: new string('k', 256));
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Fact]
    public async Task Without_a_key_every_call_is_a_request()
    {
        await SendAsync(Body("keyless@example.com"));
        await SendAsync(Body("keyless@example.com"));

        Assert.Equal(2, (await world.RequestsOfAsync("keyless@example.com")).Count);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"destination":"\ud800"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("destination=Porto", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_json_object_is_refused(string body, string type, HttpStatusCode status)
    {
        using var client = world.Server.NewClient("acme");
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await client.PostAsync(new Uri(Versioned, UriKind.Relative), content);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task More_than_anybody_would_write_is_refused()
    {
        var (answer, _) = await SendAsync(new { notes = new string('a', 70_000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Without_an_agency_there_is_nobody_to_ask()
    {
        var (answer, problem) = await SendAsync(Body("nowhere@example.com"), host: null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("X-Tenant-ID", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task While_the_database_is_away_it_says_so_and_the_key_works_afterwards()
    {
        HttpResponseMessage away;
        await using (await world.TakeDatabaseAwayAsync())
        {
            (away, _) = await SendAsync(Body("api-away@example.com"), key: "patience");
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.NotNull(away.Headers.RetryAfter);
        var (later, _) = await SendAsync(Body("api-away@example.com"), key: "patience");
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
        Assert.Single(await world.RequestsOfAsync("api-away@example.com"));
    }

    private static object Body(string email, int persons = 2) =>
        new
        {
            destination = "Porto",
            travel_date = RequestingWorld.Day,
            user_email = email,
            num_persons = persons,
        };

    private async Task<(HttpResponseMessage Answer, JsonElement Body)> SendAsync(
        object body,
        string path = Versioned,
        string? host = "acme",
        string? header = null,
        string? key = null
    )
    {
        using var client = world.Server.NewClient(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (header is not null)
        {
            request.Headers.Add("X-Tenant-ID", header);
        }
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        var answer = await client.SendAsync(request);
        return (answer, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
