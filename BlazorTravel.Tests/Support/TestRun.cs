[assembly: AssemblyFixture(typeof(BlazorTravel.Tests.Support.TestRun))]

namespace BlazorTravel.Tests.Support;

/// <summary>
/// What the whole run shares, each piece started by the first test that asks for it. A test class, or its fixture, takes
/// it as a constructor argument.
/// </summary>
public sealed class TestRun : IAsyncDisposable
{
    private readonly Lazy<Task<TestBrowser>> _browser = new(TestBrowser.StartAsync);
    private readonly Lazy<Task<TestPostgres>> _postgres = new(TestPostgres.StartAsync);

    /// <summary>The one Chromium of the run.</summary>
    public Task<TestBrowser> BrowserAsync() => _browser.Value;

    /// <summary>The one PostgreSQL of the run; ask it for a database of one's own.</summary>
    public Task<TestPostgres> PostgresAsync() => _postgres.Value;

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_browser);
        await StopAsync(_postgres);
    }

    private static async Task StopAsync<T>(Lazy<Task<T>> piece)
        where T : IAsyncDisposable
    {
        // What failed to start has failed its tests already.
        if (piece is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await piece.Value).DisposeAsync();
    }
}
