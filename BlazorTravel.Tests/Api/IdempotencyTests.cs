using System.Text.Json;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Features.Desk.Detail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Api;

/// <summary>A call that creates something may be repeated safely.</summary>
public sealed class IdempotencyTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Header = "Idempotency-Key";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task The_first_answer_is_given_again_whatever_has_happened_since()
    {
        using var client = world.Server.NewClient("acme");
        var sent = Body("again@example.com");
        var first = await SendAsync(client, sent, "same-answer");
        await using var desk = world.Desk();
        var id = first.Json.GetProperty("id").GetInt64();
        var view = await desk.Get<ReadRequest>().RunAsync(id, markSeen: true);
        await desk.Get<ChangeStatus>()
            .RunAsync(id, view!.Version, RequestStatus.Offered, null, Features.Desk.DeskScope.Ana);
        // The same content in another order, and with other spaces.
        var reordered = JsonSerializer.Serialize(
            JsonSerializer.SerializeToElement(sent).EnumerateObject().Reverse().ToDictionary(p => p.Name, p => p.Value),
            Indented
        );
        var again = await SendAsync(client, reordered, "same-answer");

        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
        Assert.False(first.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task Many_at_the_same_moment_make_one_request_and_get_one_answer()
    {
        using var client = world.Server.NewClient("acme");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => SendAsync(client, Body("crowd@example.com"), "crowd"))
        );

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(11, answers.Count(answer => answer.Headers.ContainsKey("Idempotent-Replayed")));
        Assert.Equal(1, await CountAsync("crowd@example.com"));
    }

    [Fact]
    public async Task A_key_belongs_to_whoever_used_it_and_to_the_agency()
    {
        var other = await TestAgency.AddAsync(world.Server, "elsewhere");
        using var anyone = world.Server.NewClient("acme");
        using var agent = await world.AgentAsync();
        using var elsewhere = world.Server.NewClient("elsewhere");
        var mine = await SendAsync(anyone, Body("one@example.com"), "mine");
        var agents = await SendAsync(agent, Body("two@example.com"), "mine");
        var theirs = await SendAsync(elsewhere, Body("three@example.com"), "mine");

        Assert.Equal((201, 201, 201), (mine.Status, agents.Status, theirs.Status));
        Assert.All([mine, agents, theirs], answer => Assert.False(answer.Headers.ContainsKey("Idempotent-Replayed")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("tab\tbed")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var client = world.Server.NewClient("acme");
        var answer = await SendAsync(client, Body("nokey@example.com"), key);

        Assert.Equal(400, answer.Status);
        Assert.Equal(0, await CountAsync("nokey@example.com"));
    }

    [Fact]
    public async Task A_body_that_was_refused_leaves_the_key_free()
    {
        using var client = world.Server.NewClient("acme");
        var refused = await SendAsync(client, new { destination = "Rome" }, "mended");
        var mended = await SendAsync(client, Body("mended@example.com"), "mended");

        Assert.Equal((400, 201), (refused.Status, mended.Status));
    }

    [Fact]
    public async Task Answers_are_forgotten_after_a_week()
    {
        using var client = world.Server.NewClient("acme");
        await SendAsync(client, Body("old@example.com"), "old");
        await using (var desk = world.Desk())
        await using (var lease = await desk.OpenAsync())
        {
            await lease.Db.AnsweredCalls.ExecuteUpdateAsync(set =>
                set.SetProperty(call => call.CreatedAt, call => call.CreatedAt - AnsweredCalls.Memory)
            );
        }
        var later = await SendAsync(client, Body("old@example.com"), "old");

        Assert.Equal(201, later.Status);
        Assert.False(later.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal(2, await CountAsync("old@example.com"));
        await using var again = world.Desk();
        await using var open = await again.OpenAsync();
        Assert.Equal(1, await open.Db.AnsweredCalls.CountAsync());
    }

    [Fact]
    public async Task An_agency_is_created_once_and_waited_for_by_everybody_who_asks()
    {
        using var client = await world.SuperadminAsync();
        object Agency(string name) =>
            new
            {
                name,
                subdomain = "once-only",
                admin_email = "boss@once.example",
            };
        async Task<ApiAnswer> CreateAsync(string name = "Once Travel") =>
            await ApiWorld.SendAsync(client, HttpMethod.Post, "/api/v1/tenants", Agency(name), (Header, "agency-1"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CreateAsync()));
        var later = await CreateAsync();
        var other = await CreateAsync("Other Travel");
        await using (
            var main = await world
                .Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>()
                .CreateDbContextAsync()
        )
        {
            // As if the server had died after the agency was made and before it was answered.
            await main.AnsweredCalls.ExecuteUpdateAsync(set => set.SetProperty(call => call.Body, (string?)null));
        }
        var lost = await CreateAsync();

        Assert.All([.. answers, later, lost], answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Append(later).Append(lost).Select(answer => answer.Headers["Location"]).Distinct());
        Assert.Equal(answers[0].Json.GetProperty("id").GetInt32(), later.Json.GetProperty("id").GetInt32());
        Assert.Equal("true", later.Headers["Idempotent-Replayed"]);
        Assert.Equal(422, other.Status);
    }

    private static object Body(string email) =>
        new
        {
            destination = "Porto",
            travel_date = ApiWorld.Day,
            user_email = email,
            num_persons = 2,
        };

    private static Task<ApiAnswer> SendAsync(HttpClient client, object body, string key) =>
        ApiWorld.SendAsync(client, HttpMethod.Post, ApiWorld.Requests, body, (Header, key));

    private async Task<int> CountAsync(string email)
    {
        await using var lease = await world
            .Server.Services.GetRequiredService<TenantDatabases>()
            .OpenAsync(world.Agency.Tenant);
        return await lease.Db.TravelRequests.CountAsync(request => request.UserEmail == email);
    }
}
