namespace BlazorTravel.Tests.Support;

/// <summary>
/// A clock that stands still until it is told to go on, for servers whose timers must run all the same: only what asks for the
/// time of day is held.
/// </summary>
public sealed class SteppedTime : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _steps;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _steps));

    /// <summary>Lets this much time pass at once.</summary>
    public void Step(TimeSpan time) => Interlocked.Add(ref _steps, time.Ticks);
}
