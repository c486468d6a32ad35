namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>The tables know every way in, and no way that is not there.</summary>
[Collection(LeakWorld.Name)]
public sealed class DoorsTests(LeakWorld world)
{
    [Fact]
    public void Every_endpoint_has_an_entry_and_every_entry_an_endpoint() =>
        Same(Doors.Of(world.Server), [.. Entries.All.Select(entry => entry.Door)], "Entries.cs", Suggest);

    [Fact]
    public void Every_hub_method_has_an_entry_and_every_entry_a_method() =>
        Same(
            Doors.HubMethodsOf(world.Server),
            [.. HubEntries.All.Select(entry => entry.Method)],
            "HubEntries.cs",
            name => $"new(\"{name}\", \"why it cannot cross the wall\", client => client.…Async()),"
        );

    private static void Same(
        IReadOnlyList<string> found,
        IReadOnlyList<string> listed,
        string file,
        Func<string, string> suggest
    )
    {
        Assert.NotEmpty(found);
        Assert.Equal([], listed.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
        var complaints = found
            .Except(listed)
            .Select(name =>
                $"No entry for \"{name}\". Add to Walls/Leaks/{file}, with who may come in:\n    {suggest(name)}"
            )
            .Concat(
                listed
                    .Except(found)
                    .Select(name => $"\"{name}\" is no way in any more. Remove it from Walls/Leaks/{file}.")
            )
            .ToList();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private static string Suggest(string door)
    {
        var host = door.Contains("/superadmin", StringComparison.Ordinal) ? "On.Platform" : "On.Agency";
        var who =
            door.Contains("/superadmin", StringComparison.Ordinal) ? "Who.Superadmin"
            : door.Contains("/admin", StringComparison.Ordinal) ? "Who.Agents"
            : "Who.Anyone";
        var things = door.Contains('{', StringComparison.Ordinal) ? ", \"PARAMETER=THING\"" : "";
        return $"new(\"{door}\", {host}, {who}{things}),";
    }
}
