namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>A method of a hub, and what my people say to it to get at the other agency's.</summary>
/// <param name="Why">Why it cannot cross the wall.</param>
public sealed record HubEntry(string Method, string Why, Func<HubAttempt, Task> Try);

/// <summary>Every method that can be called over an open connection; how to add one is told in the tests' README.</summary>
public static class HubEntries
{
    private const string PerCircuit = "Its numbers mean something in the caller's own circuit only.";

    public static IReadOnlyList<HubEntry> All { get; } =
    [
        new(
            "ComponentHub.StartCircuit",
            "The claimed address must be the connection's host, and the sign-in of there.",
            StartAsync
        ),
        new(
            "ComponentHub.ConnectCircuit",
            "A circuit is of an agency and a person; its secret alone opens nothing.",
            ConnectAsync
        ),
        new("ComponentHub.ResumeCircuit", "As for connecting, and on every server.", ResumeAsync),
        new(
            "ComponentHub.PauseCircuit",
            "It takes no argument: it pauses the caller's own.",
            attempt => attempt.InMineAsync(mine => mine.CallAsync("PauseCircuit", typeof(bool)))
        ),
        new(
            "ComponentHub.UpdateRootComponents",
            "Components read through the caller's circuit, whoever they were made for.",
            UpdateAsync
        ),
        new(
            "ComponentHub.OnLocationChanged",
            "Pages read through the circuit's own agency, whatever the address says.",
            attempt =>
                attempt.InMineAsync(async mine =>
                {
                    foreach (var address in attempt.TheirAddresses(mine))
                    {
                        await mine.TellAsync("OnLocationChanged", address, null, false);
                    }
                })
        ),
        new(
            "ComponentHub.OnLocationChanging",
            "As for the change itself.",
            attempt =>
                attempt.InMineAsync(async mine =>
                {
                    foreach (var address in attempt.TheirAddresses(mine))
                    {
                        await mine.TellAsync("OnLocationChanging", 1, address, null, false);
                    }
                })
        ),
        new(
            "ComponentHub.BeginInvokeDotNetFromJS",
            PerCircuit,
            attempt =>
                attempt.InMineAsync(async mine =>
                {
                    for (var id = 0; id < 60; id++)
                    {
                        await mine.TellAsync(
                            "BeginInvokeDotNetFromJS",
                            $"{id + 1}",
                            id == 0 ? "BlazorTravel.Web" : null,
                            "NotifyChange",
                            (long)id,
                            "[]"
                        );
                    }
                })
        ),
        new(
            "ComponentHub.EndInvokeJSFromDotNet",
            PerCircuit,
            attempt => attempt.InMineAsync(mine => mine.TellAsync("EndInvokeJSFromDotNet", 1L, true, "[1,true,\"x\"]"))
        ),
        new(
            "ComponentHub.ReceiveByteArray",
            PerCircuit,
            attempt => attempt.InMineAsync(mine => mine.TellAsync("ReceiveByteArray", 0, new byte[] { 1, 2, 3 }))
        ),
        new(
            "ComponentHub.ReceiveJSDataChunk",
            PerCircuit,
            attempt =>
                attempt.InMineAsync(mine =>
                    mine.CallAsync("ReceiveJSDataChunk", typeof(bool), 1L, 0L, new byte[] { 1 }, null)
                )
        ),
        new(
            "ComponentHub.SendDotNetStreamToJS",
            PerCircuit,
            attempt => attempt.InMineAsync(mine => mine.TellAsync("SendDotNetStreamToJS", 1L))
        ),
        new(
            "ComponentHub.OnRenderCompleted",
            PerCircuit,
            attempt => attempt.InMineAsync(mine => mine.TellAsync("OnRenderCompleted", 1L, null))
        ),
    ];

    private static async Task StartAsync(HubAttempt attempt)
    {
        var theirPage = await attempt.TheirPageAsync();
        // My sign-in on my connection, with their address.
        await using (var forged = await attempt.AsAsync(attempt.MyAdmin, LeakWorld.Mine))
        {
            Assert.Null(await forged.OpenAsync("/admin", LeakWorld.Theirs, theirPage.State));
            await forged.SeesAsync("never");
            Assert.True(forged.IsClosed);
        }
        // My sign-in on their host: not even a connection.
        await Assert.ThrowsAnyAsync<Exception>(() => attempt.AsAsync(attempt.MyAdmin, LeakWorld.Theirs));
        // No sign-in on their host, with the components and the state of a page of their desk.
        await using (var anonymous = await attempt.AsAsync(attempt.Anonymous, LeakWorld.Theirs))
        {
            await anonymous.OpenAsync(attempt.TheirRequestPath, state: theirPage.State);
            await anonymous.AddAsync(theirPage);
            await anonymous.SeesAsync("updated");
        }
        // Components that were changed on the way.
        await using var tampered = await attempt.AsAsync(attempt.MyAdmin, LeakWorld.Mine);
        await tampered.OpenAsync("/admin");
        await tampered.AddAsync(HubAttempt.Tamper(theirPage));
        await tampered.SeesAsync("error:");
    }

    private static async Task ConnectAsync(HubAttempt attempt)
    {
        foreach (var (caller, host) in attempt.Others)
        {
            await using var client = await attempt.AsAsync(caller, host);
            Assert.NotEqual(true, await client.CallAsync("ConnectCircuit", typeof(bool), attempt.TheirSecret));
        }
    }

    private static async Task ResumeAsync(HubAttempt attempt)
    {
        var (theirs, secret) = await attempt.OpenTheirsAsync();
        await theirs.CallAsync("PauseCircuit", typeof(bool));
        await theirs.DisposeAsync();
        foreach (var (caller, host) in attempt.Others)
        {
            await using var client = await attempt.AsAsync(caller, host);
            Assert.Null(
                await client.CallAsync(
                    "ResumeCircuit",
                    typeof(string),
                    secret,
                    client.Url("/"),
                    client.Url("/admin"),
                    "[]",
                    ""
                )
            );
        }
        // And whose it is gets it back: what was refused above was there.
        await using var back = await attempt.AsAsync(attempt.World.Callers.TheirAdmin, LeakWorld.Theirs);
        Assert.NotNull(
            await back.CallAsync("ResumeCircuit", typeof(string), secret, back.Url("/"), back.Url("/admin"), "[]", "")
        );
    }

    private static async Task UpdateAsync(HubAttempt attempt)
    {
        var theirPage = await attempt.TheirPageAsync();
        await attempt.InMineAsync(mine => mine.AddAsync(theirPage));
        await using var anonymous = await attempt.AsAsync(attempt.Anonymous, LeakWorld.Mine);
        await anonymous.OpenAsync("/admin");
        await anonymous.AddAsync(theirPage);
        await anonymous.SeesAsync("updated");
    }
}
