using System.Net;
using BlazorTravel.Tests.Api;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>The agency's requests in pages, by number and by cursor.</summary>
public sealed class RequestListApiTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Pages_by_number_lead_to_each_other()
    {
        var tag = await AddAsync("Numbers", 5);
        using var client = await world.AgentAsync();
        var seen = new List<string>();
        var address = $"{ApiWorld.Requests}?q={tag}&page_size=2&status=";
        var first = await ApiWorld.SendAsync(client, HttpMethod.Get, address);
        var answer = first;
        while (true)
        {
            Assert.Equal(200, answer.Status);
            Assert.Equal(5, answer.Json.GetProperty("total").GetInt32());
            Assert.True(answer.Json.GetProperty("total_is_exact").GetBoolean());
            Assert.Equal(2, answer.Json.GetProperty("page_size").GetInt32());
            seen.AddRange(Emails(answer));
            if (!answer.Links.TryGetValue("next", out var next))
            {
                break;
            }
            answer = await ApiWorld.SendAsync(client, HttpMethod.Get, next);
        }

        Assert.Equal(["4@x.example", "3@x.example", "2@x.example", "1@x.example", "0@x.example"], seen);
        Assert.Equal(["first", "last", "next"], first.Links.Keys.Order());
        Assert.Equal(["first", "last", "prev"], answer.Links.Keys.Order());
        Assert.Equal(3, answer.Json.GetProperty("page").GetInt32());
        Assert.Contains("page=3", first.Links["last"], StringComparison.Ordinal);
        Assert.Contains("page=2", answer.Links["prev"], StringComparison.Ordinal);
        Assert.Contains($"q={tag}", answer.Links["prev"], StringComparison.Ordinal);
        var beyond = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{address}&page=9");
        Assert.Equal((200, 0), (beyond.Status, beyond.Json.GetProperty("items").GetArrayLength()));
    }

    [Theory]
    [InlineData("", "4 3 2 1 0")]
    [InlineData("-created_at", "4 3 2 1 0")]
    [InlineData("created_at", "0 1 2 3 4")]
    [InlineData("travel_date", "0 1 2 3 4")]
    [InlineData("-travel_date", "4 3 2 1 0")]
    [InlineData("destination", "0 1 2 3 4")]
    [InlineData("-destination", "4 3 2 1 0")]
    [InlineData("num_persons", "0 1 2 3 4")]
    [InlineData("-num_persons", "4 3 2 1 0")]
    public async Task Pages_by_cursor_hold_each_request_once_in_every_order(string sort, string order)
    {
        var tag = await AddAsync($"Cursor{sort.Replace("-", "down", StringComparison.Ordinal)}order", 5);
        using var client = await world.AgentAsync();
        var seen = new List<string>();
        var address = $"{ApiWorld.Requests}?q={tag}&page_size=2&sort={sort}";
        var cursor = "";
        for (var page = 1; page <= 3; page++)
        {
            var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{address}{cursor}");
            Assert.Equal(200, answer.Status);
            Assert.Equal(page, answer.Json.GetProperty("page").GetInt32());
            seen.AddRange(Emails(answer));
            var next = answer.Json.GetProperty("next_cursor").GetString();
            Assert.Equal(page == 3, next is null);
            if (page > 1)
            {
                Assert.Equal(page < 3, answer.Links.ContainsKey("next"));
            }
            cursor = $"&cursor={WebUtility.UrlEncode(next)}";
        }
        Assert.Equal(order, string.Join(' ', seen.Select(email => email[..1])));
    }

    [Fact]
    public async Task Requests_that_come_meanwhile_neither_shift_nor_repeat_a_page()
    {
        var tag = await AddAsync("Stable", 4);
        using var client = await world.AgentAsync();
        var first = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{ApiWorld.Requests}?q={tag}&page_size=2");
        await AddAsync("Stable", 3, start: 6);
        var cursor = WebUtility.UrlEncode(first.Json.GetProperty("next_cursor").GetString());
        var second = await ApiWorld.SendAsync(
            client,
            HttpMethod.Get,
            $"{ApiWorld.Requests}?q={tag}&page_size=2&cursor={cursor}"
        );

        Assert.Equal(["3@x.example", "2@x.example"], Emails(first));
        Assert.Equal(["1@x.example", "0@x.example"], Emails(second));
        Assert.Equal(7, second.Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_list_and_cannot_be_changed()
    {
        var tag = await AddAsync("Bound", 3);
        using var client = await world.AgentAsync();
        var first = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{ApiWorld.Requests}?q={tag}&page_size=1");
        var cursor = first.Json.GetProperty("next_cursor").GetString()!;
        var changed = (cursor[^5] == 'A' ? 'B' : 'A') is var other ? $"{cursor[..^5]}{other}{cursor[^4..]}" : "";
        foreach (
            var query in new[]
            {
                $"q={tag}&sort=created_at&cursor={cursor}",
                $"q=other&cursor={cursor}",
                $"q={tag}&status=new&cursor={cursor}",
                $"q={tag}&cursor={changed}",
                $"q={tag}&cursor=4711",
            }
        )
        {
            var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{ApiWorld.Requests}?{query}");
            Assert.Equal(400, answer.Status);
            Assert.NotEmpty(answer.ErrorAt("cursor"));
        }
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var tag = await AddAsync("Narrow", 3);
        await using var desk = world.Desk();
        using var client = await world.AgentAsync();
        var all = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{ApiWorld.Requests}?q={tag}");
        var id = all.Json.GetProperty("items")[0].GetProperty("id").GetInt64();
        await ApiWorld.SendAsync(
            client,
            HttpMethod.Patch,
            $"{ApiWorld.Requests}/{id}",
            new { status = "declined" },
            ("If-Match", "*")
        );

        async Task<int> CountAsync(string query) =>
            (await ApiWorld.SendAsync(client, HttpMethod.Get, $"{ApiWorld.Requests}?q={tag}&{query}"))
                .Json.GetProperty("total")
                .GetInt32();
        Assert.Equal(2, await CountAsync("status=new"));
        Assert.Equal(1, await CountAsync("status=declined"));
        Assert.Equal(3, await CountAsync("status=new,declined"));
        Assert.Equal(3, await CountAsync("status=new&status=declined"));
        Assert.Equal(0, await CountAsync("status=booked"));
    }

    [Theory]
    [InlineData("status=lost", "status", "in_progress")]
    [InlineData("page_size=101", "page_size", "1 to 100")]
    [InlineData("page_size=0", "page_size", "1 to 100")]
    [InlineData("page=0", "page", "from 1")]
    [InlineData("page=two", "page", "from 1")]
    [InlineData("page=1&page=2", "page", "once")]
    [InlineData("page=600", "page", "next_cursor")]
    [InlineData("page=2147483647", "page", "next_cursor")]
    [InlineData("page=99999999999999999999", "page", "from 1")]
    [InlineData("sort=price", "sort", "-created_at")]
    [InlineData("q=a%00b", "q", "control")]
    [InlineData("page=2&cursor=x", "page", "not both")]
    public async Task A_wrong_parameter_is_named_with_what_is_allowed(string query, string field, string words)
    {
        using var client = await world.AgentAsync();
        var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{ApiWorld.Requests}?{query}");

        Assert.Equal(400, answer.Status);
        Assert.Contains(words, answer.ErrorAt(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/travel-requests", "acme", null)]
    [InlineData("/api/v1/travel-requests", null, "acme")]
    public async Task The_other_path_and_the_platforms_host_answer_the_same(string path, string? host, string? header)
    {
        var tag = await AddAsync("Twin", 1);
        using var agent = await world.AgentAsync();
        using var client = world.Server.NewClient(host);
        client.DefaultRequestHeaders.Authorization = agent.DefaultRequestHeaders.Authorization;
        var answer = await ApiWorld.SendAsync(
            client,
            HttpMethod.Get,
            $"{path}?q={tag}",
            null,
            header is null ? [] : [("X-Tenant-ID", header)]
        );

        Assert.Equal(200, answer.Status);
        Assert.NotEqual(0, answer.Json.GetProperty("total").GetInt32());
    }

    /// <summary>Adds requests that a search for the answer finds alone, each greater than the last in every order.</summary>
    private async Task<string> AddAsync(string tag, int count, int start = 0)
    {
        await using var desk = world.Desk();
        for (var i = start; i < start + count; i++)
        {
            await desk.AddAsync(
                $"{(char)('A' + i)} {tag}",
                daysAhead: 40 + i,
                email: $"{i}@x.example",
                persons: 1 + i,
                age: TimeSpan.FromMinutes(60 - i)
            );
        }
        return tag;
    }

    private static IEnumerable<string> Emails(ApiAnswer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("user_email").GetString()!);
}
