using System.Diagnostics;

namespace BlazorTravel.Tests.Support;

/// <summary>Waits for what another server or a background task is about to do.</summary>
public static class Waiting
{
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> isTrue)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(15), "It did not come true in 15 s.");
            await Task.Delay(20);
        }
        return Stopwatch.GetElapsedTime(started);
    }
}
