namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>What my people say over open connections brings nothing of the other agency's, and does not touch its open pages.</summary>
[Collection(LeakWorld.Name)]
public sealed class HubTests(LeakWorld world)
{
    public static TheoryData<string> Methods => [.. HubEntries.All.Select(entry => entry.Method)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task No_hub_method_crosses_the_wall(string method)
    {
        var entry = HubEntries.All.Single(entry => entry.Method == method);
        await using var attempt = new HubAttempt(world);
        await attempt.OpenAsync();
        var before = await world.DumpTheirsAsync();

        await entry.Try(attempt);

        Assert.DoesNotContain(LeakWorld.Secret, attempt.Received, StringComparison.OrdinalIgnoreCase);
        Assert.True(await attempt.TheirsStillWorksAsync(), "Their open page does not answer any more.");
        Assert.Equal(before, await world.DumpTheirsAsync());
    }
}
