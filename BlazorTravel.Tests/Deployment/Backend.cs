using System.Collections.Concurrent;
using BlazorTravel.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Deployment;

/// <summary>A web server that answers as it is told and remembers what it was asked.</summary>
public sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = new();

    private Backend(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    /// <summary>By default an answer that names this server.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    public IReadOnlyCollection<Asked> Asked => _asked;

    public static async Task<Backend> StartAsync()
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var backend = new Backend(builder.Build(), port);
        backend._app.UseWebSockets();
        backend._app.Run(backend.HandleAsync);
        await backend._app.StartAsync();
        return backend;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        _asked.Enqueue(new Asked(context.Request.Method, context.Request.Path, headers));
        if (Answer is { } answer)
        {
            await answer(context);
            return;
        }
        await context.Response.WriteAsync($"server {Port}");
    }
}

/// <summary>A request as a server received it.</summary>
public sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers);
