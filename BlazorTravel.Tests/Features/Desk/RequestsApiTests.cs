using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Api;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Live;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>One request read and moved on by a program, as the desk would.</summary>
public sealed class RequestsApiTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private static string At(long id) => $"{ApiWorld.Requests}/{id}";

    [Fact]
    public async Task A_request_is_read_with_its_version_and_not_sent_twice()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync("Porto", email: "read@example.com", name: "Ada");
        using var client = await world.AgentAsync();
        var answer = await ApiWorld.SendAsync(client, HttpMethod.Get, At(request.Id));
        var again = await ApiWorld.SendAsync(
            client,
            HttpMethod.Get,
            At(request.Id),
            null,
            ("If-None-Match", $"\"other\", {answer.ETag}")
        );

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("\"", answer.ETag!, StringComparison.Ordinal);
        var row = answer.Json;
        Assert.Equal("Porto", row.GetProperty("destination").GetString());
        Assert.Equal("Ada", row.GetProperty("traveler_name").GetString());
        Assert.Equal("new", row.GetProperty("status").GetString());
        Assert.Equal(RequestReference.Format(request.Reference), row.GetProperty("reference").GetString());
        Assert.EndsWith("Z", row.GetProperty("created_at").GetString()!, StringComparison.Ordinal);
        Assert.Equal(
            ["in_progress", "offered", "declined", "cancelled"],
            row.GetProperty("allowed_statuses").EnumerateArray().Select(status => status.GetString())
        );
        Assert.Equal((304, "", answer.ETag), (again.Status, again.Text, again.ETag));
        // A program's look does not tell colleagues that somebody has seen it.
        Assert.Null((await desk.Get<ReadRequest>().RunAsync(request.Id, markSeen: false))!.SeenAt);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/merge-patch+json")]
    public async Task Moving_a_request_on_mails_the_traveler_and_reaches_the_desks(string type)
    {
        await using var desk = world.Desk();
        var email = $"{type.Length}@example.com";
        var request = await desk.AddAsync(email: email);
        using var client = await world.AgentAsync();
        var heard = new TaskCompletionSource();
        using var listener = world
            .Server.Services.GetRequiredService<Announcements>()
            .OnRequestChanged(
                world.Agency.Tenant.TenantId,
                news =>
                {
                    if (news.Id == request.Id)
                    {
                        heard.TrySetResult();
                    }
                }
            );
        var before = await ApiWorld.SendAsync(client, HttpMethod.Get, At(request.Id));

        var changed = await ApiWorld.SendAsync(
            client,
            HttpMethod.Patch,
            At(request.Id),
            new { status = "offered", message = "Have a look." },
            ("If-Match", before.ETag!),
            ("Content-Type", type)
        );

        Assert.Equal(200, changed.Status);
        Assert.Equal("offered", changed.Json.GetProperty("status").GetString());
        Assert.NotEqual(before.ETag, changed.ETag);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var mail = await world.Backends.Mail.WaitForAsync(mail => mail.IsTo(email));
        Assert.Contains("Have a look.", mail.Text, StringComparison.Ordinal);
        var history = await ApiWorld.SendAsync(client, HttpMethod.Get, $"{At(request.Id)}/events");
        var step = history.Json.GetProperty("items")[1];
        Assert.Equal("status_changed", step.GetProperty("kind").GetString());
        Assert.Equal("offered", step.GetProperty("to_status").GetString());
        Assert.NotEmpty(step.GetProperty("actor").GetString()!);
        Assert.Equal(2, history.Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_change_needs_the_version_it_is_based_on()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync(email: "based@example.com");
        using var client = await world.AgentAsync();
        var wish = new { status = "in_progress" };
        var read = await ApiWorld.SendAsync(client, HttpMethod.Get, At(request.Id));
        await desk.Get<AddNote>().RunAsync(request.Id, "Somebody was faster.", DeskScope.Ben);

        var without = await ApiWorld.SendAsync(client, HttpMethod.Patch, At(request.Id), wish);
        var stale = await ApiWorld.SendAsync(client, HttpMethod.Patch, At(request.Id), wish, ("If-Match", read.ETag!));
        var weak = await ApiWorld.SendAsync(
            client,
            HttpMethod.Patch,
            At(request.Id),
            wish,
            ("If-Match", $"W/{stale.ETag}")
        );
        var broken = await ApiWorld.SendAsync(client, HttpMethod.Patch, At(request.Id), wish, ("If-Match", "abc"));
        var current = await ApiWorld.SendAsync(
            client,
            HttpMethod.Patch,
            At(request.Id),
            wish,
            ("If-Match", stale.ETag!)
        );
        var any = await ApiWorld.SendAsync(
            client,
            HttpMethod.Patch,
            At(request.Id),
            new { status = "booked" },
            ("If-Match", "*")
        );

        Assert.Equal(
            (428, 412, 412, 400, 200, 200),
            (without.Status, stale.Status, weak.Status, broken.Status, current.Status, any.Status)
        );
        Assert.NotEqual(read.ETag, stale.ETag);
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_one_is_told_that_the_other_was_faster()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync(email: "race@example.com");
        using var client = await world.AgentAsync();
        var read = await ApiWorld.SendAsync(client, HttpMethod.Get, At(request.Id));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    ApiWorld.SendAsync(
                        client,
                        HttpMethod.Patch,
                        At(request.Id),
                        new { status = "offered" },
                        ("If-Match", read.ETag!)
                    )
                )
        );

        Assert.Equal([200, 412, 412, 412], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task A_step_that_the_flow_does_not_allow_names_those_it_does()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync(email: "step@example.com");
        using var client = await world.AgentAsync();
        var answer = await ApiWorld.SendAsync(
            client,
            HttpMethod.Patch,
            At(request.Id),
            new { status = "booked" },
            ("If-Match", "*")
        );

        Assert.Equal(409, answer.Status);
        Assert.Equal("urn:blazortravel:problem:step-not-allowed", answer.Json.GetProperty("type").GetString());
        Assert.Equal(
            ["in_progress", "offered", "declined", "cancelled"],
            answer.Json.GetProperty("allowed_statuses").EnumerateArray().Select(status => status.GetString())
        );
        Assert.DoesNotContain(
            (await desk.Get<ReadRequest>().RunAsync(request.Id, markSeen: false))!.Mails,
            mail => mail.Recipient == "step@example.com"
        );
    }

    [Fact]
    public async Task What_cannot_be_changed_is_refused_by_name()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync(email: "fields@example.com");
        using var client = await world.AgentAsync();
        async Task<ApiAnswer> PatchAsync(object body) =>
            await ApiWorld.SendAsync(client, HttpMethod.Patch, At(request.Id), body, ("If-Match", "*"));

        var readOnly = await PatchAsync(new { destination = "Rome", colour = "red" });
        var unknown = await PatchAsync(new { status = "lost" });
        var nothing = await PatchAsync("""{"status":null}""");
        var lonely = await PatchAsync(new { message = "Hello" });
        var tooLong = await PatchAsync(new { status = "offered", message = new string('a', 4001) });

        Assert.All([readOnly, unknown, nothing, lonely, tooLong], answer => Assert.Equal(400, answer.Status));
        Assert.NotEmpty(readOnly.ErrorAt("destination"));
        Assert.NotEmpty(readOnly.ErrorAt("colour"));
        Assert.Contains("in_progress", unknown.ErrorAt("status"), StringComparison.Ordinal);
        Assert.Contains("in_progress", nothing.ErrorAt("status"), StringComparison.Ordinal);
        Assert.NotEmpty(lonely.ErrorAt("message"));
        Assert.NotEmpty(tooLong.ErrorAt("message"));
    }

    [Fact]
    public async Task Asking_for_what_is_already_so_changes_nothing_and_mails_nobody()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync(email: "same@example.com");
        using var client = await world.AgentAsync();
        var read = await ApiWorld.SendAsync(client, HttpMethod.Get, At(request.Id));
        foreach (var body in new object[] { new { status = "new" }, new { } })
        {
            var answer = await ApiWorld.SendAsync(
                client,
                HttpMethod.Patch,
                At(request.Id),
                body,
                ("If-Match", read.ETag!)
            );
            Assert.Equal((200, read.ETag), (answer.Status, answer.ETag));
        }
        Assert.Empty((await desk.Get<ReadRequest>().RunAsync(request.Id, markSeen: false))!.Mails);
    }

    [Fact]
    public async Task A_note_is_added_once_for_each_key_and_found_where_it_says()
    {
        await using var desk = world.Desk();
        var request = await desk.AddAsync(email: "note@example.com");
        using var client = await world.AgentAsync();
        async Task<ApiAnswer> NoteAsync(string text) =>
            await ApiWorld.SendAsync(
                client,
                HttpMethod.Post,
                $"{At(request.Id)}/notes",
                new { text },
                ("Idempotency-Key", "note-1")
            );

        var first = await NoteAsync("Call back on Monday.");
        var again = await NoteAsync("Call back on Monday.");
        var other = await NoteAsync("Another note.");
        var read = await ApiWorld.SendAsync(client, HttpMethod.Get, first.Headers["Location"]);

        Assert.Equal((201, 201, 422, 200), (first.Status, again.Status, other.Status, read.Status));
        Assert.Equal((first.Text, first.Headers["Location"]), (again.Text, again.Headers["Location"]));
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        Assert.Equal(first.Text, read.Text);
        Assert.True(first.Json.GetProperty("is_internal").GetBoolean());
        var history = (await desk.Get<ReadRequest>().RunAsync(request.Id, markSeen: false))!.History;
        Assert.Single(history, line => line.Kind == RequestEventKind.Note);
    }
}
