using BlazorTravel.Web.Embedded;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// A Redis-compatible server inside the test process, the one of the default set-up. Keys and channels are shared by all
/// who connect, so every test class that minds starts its own: that takes half a second.
/// </summary>
public sealed class TestRedis : IAsyncDisposable
{
    private readonly EmbeddedGarnet _server;
    private readonly string _folder;

    private TestRedis(EmbeddedGarnet server, string folder)
    {
        _server = server;
        _folder = folder;
    }

    /// <summary>For <c>ConnectionStrings:Redis</c>.</summary>
    public string ConnectionString => _server.ConnectionString;

    public static async Task<TestRedis> StartAsync()
    {
        var folder = Repository.NewTemporaryFolder("garnet");
        try
        {
            return new TestRedis(await EmbeddedGarnet.StartAsync(folder), folder);
        }
        catch
        {
            Repository.DeleteFolder(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }
}
