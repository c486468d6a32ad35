using System.Text.Json.Nodes;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>
/// What stands ready for trying a hub's method: an open page of the other agency's admin, with its secret stolen, and
/// connections of mine, of which everything that comes over them is kept.
/// </summary>
public sealed class HubAttempt(LeakWorld world) : IAsyncDisposable
{
    private readonly List<CircuitClient> mine = [];
    private CircuitClient? theirs;

    public LeakWorld World => world;

    /// <summary>Of the circuit that the other agency's admin has open.</summary>
    public string TheirSecret { get; private set; } = "";

    public Caller Anonymous { get; } = world.Callers.All.First(caller => caller.IsVisitor);
    public Caller MyAdmin { get; } = world.Callers.All.First(caller => caller is { Rank: Who.Admins, AsBearer: false });
    public string TheirRequestPath => $"/admin/requests/{world.Things["request"].Theirs}";

    /// <summary>Everybody who is not that admin, each where they get a connection at all.</summary>
    public IEnumerable<(Caller Caller, string? Host)> Others =>
        [
            (Anonymous, LeakWorld.Mine),
            (Anonymous, LeakWorld.Theirs),
            (Anonymous, null),
            (MyAdmin, LeakWorld.Mine),
            (world.Callers.All.First(caller => caller is { Rank: Who.Superadmin, AsBearer: false }), null),
        ];

    /// <summary>All that came to me.</summary>
    public string Received => string.Join('\n', mine.Select(client => client.Received));

    public async Task OpenAsync() => (theirs, TheirSecret) = await OpenTheirsAsync();

    public async Task<CircuitClient> AsAsync(Caller caller, string? host)
    {
        var client = await CircuitClient.ConnectAsync(world.Server, host, caller);
        mine.Add(client);
        return client;
    }

    /// <summary>Does something in an open page of my admin, and waits until the page has answered to it.</summary>
    public async Task InMineAsync(Func<CircuitClient, Task> act)
    {
        await using var client = await AsAsync(MyAdmin, LeakWorld.Mine);
        Assert.NotNull(await client.OpenAsync("/admin"));
        await client.AddAsync(await CircuitClient.LoadAsync(world.Server, LeakWorld.Mine, MyAdmin, "/admin"));
        Assert.True(await client.SeesAsync("updated"), client.Received);
        await act(client);
        // The page goes on, or was ended for talking nonsense; either shows that what was said has been dealt with.
        await client.CallAsync("ConnectCircuit", typeof(bool), "nonsense");
    }

    public IEnumerable<string> TheirAddresses(CircuitClient client) =>
        [
            client.Url(TheirRequestPath),
            client.Url($"/admin/mail/{world.Things["mail"].Theirs}"),
            client.Url($"/admin/requests?q={world.Things["word"].Theirs}"),
            client.Url($"/r/{world.Things["token"].Theirs}"),
            client.Url("/admin", LeakWorld.Theirs),
            client.Url(TheirRequestPath, LeakWorld.Theirs),
        ];

    /// <summary>The page of their request as their admin has it: the most that can be stolen of it.</summary>
    public Task<PageParts> TheirPageAsync() =>
        CircuitClient.LoadAsync(world.Server, LeakWorld.Theirs, world.Callers.TheirAdmin, TheirRequestPath);

    public static PageParts Tamper(PageParts parts) =>
        parts with
        {
            Markers =
            [
                .. parts.Markers.Select(marker =>
                {
                    var changed = marker.DeepClone().AsObject();
                    var descriptor = (string)changed["descriptor"]!;
                    changed["descriptor"] = JsonValue.Create(descriptor[..^8] + "AAAAAAAA");
                    return changed;
                }),
            ],
        };

    /// <summary>Opens the page of their request as their admin, and makes sure that it shows what others must not see.</summary>
    public async Task<(CircuitClient Client, string Secret)> OpenTheirsAsync()
    {
        var client = await CircuitClient.ConnectAsync(world.Server, LeakWorld.Theirs, world.Callers.TheirAdmin);
        var secret = await client.OpenAsync(TheirRequestPath);
        Assert.NotNull(secret);
        await client.AddAsync(await TheirPageAsync());
        Assert.True(await client.SeesAsync(LeakWorld.Secret), client.Received);
        return (client, secret);
    }

    /// <summary>Whether their page is still open and follows its own people.</summary>
    public async Task<bool> TheirsStillWorksAsync()
    {
        await theirs!.TellAsync("OnLocationChanged", theirs.Url("/admin/settings"), null, false);
        return await theirs.SeesAsync($"{LeakWorld.Face} says welcome") && !theirs.IsClosed;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in mine)
        {
            await client.DisposeAsync();
        }
        if (theirs is not null)
        {
            await theirs.DisposeAsync();
        }
    }
}
