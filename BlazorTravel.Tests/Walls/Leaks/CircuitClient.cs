using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>
/// Speaks to circuits over a real WebSocket, as a browser does or as it should not: with the server's own protocol, but
/// whatever it likes to say.
/// </summary>
public sealed partial class CircuitClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<string> received = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HubConnection connection;
    private readonly AppServer server;
    private readonly string? host;
    private readonly Caller caller;
    private int batch;

    private CircuitClient(AppServer server, string? host, Caller caller)
    {
        (this.server, this.host, this.caller) = (server, host, caller);
        var builder = new HubConnectionBuilder().WithUrl(
            server.Url(host) + "/_blazor",
            HttpTransportType.WebSockets,
            options =>
            {
                options.SkipNegotiation = true;
                options.WebSocketFactory = async (context, cancellationToken) =>
                {
                    var socket = new ClientWebSocket();
                    socket.Options.Proxy = null;
                    if (caller.Cookie is { } cookie)
                    {
                        socket.Options.SetRequestHeader("Cookie", cookie);
                    }
                    using var invoker = new HttpMessageInvoker(Loopback(server.Port), disposeHandler: false);
                    await socket.ConnectAsync(context.Uri, invoker, cancellationToken);
                    return socket;
                };
            }
        );
        var protocol = server.Services.GetServices<IHubProtocol>().Single(known => known.Name == "blazorpack");
        builder.Services.AddSingleton(protocol);
        connection = builder.Build();
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        connection.On<int, byte[]>("JS.RenderBatch", DrawAsync);
        connection.On<string>("JS.Error", message => received.Enqueue($"error: {message}"));
        connection.On<string, bool, string>(
            "JS.EndInvokeDotNet",
            (_, _, result) => received.Enqueue($"result: {result}")
        );
        connection.On<long, string, string?, int, long, int>(
            "JS.BeginInvokeJS",
            (_, name, arguments, _, _, _) => received.Enqueue($"call: {name} {arguments}")
        );
        connection.On<long>("JS.EndUpdateRootComponents", _ => received.Enqueue("updated"));
        connection.On<string, string, string, bool>("JS.SavePersistedState", (_, _, _) => false);
    }

    /// <summary>Everything that came, as text.</summary>
    public string Received => string.Join('\n', received);

    public bool IsClosed => closed.Task.IsCompleted;

    /// <summary>Throws where the server does not let the caller in at all.</summary>
    public static async Task<CircuitClient> ConnectAsync(AppServer server, string? host, Caller caller)
    {
        var client = new CircuitClient(server, host, caller);
        try
        {
            await client.connection.StartAsync();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a page holds for its circuit: components that are protected from being changed, and their state.</summary>
    public static async Task<PageParts> LoadAsync(AppServer server, string? host, Caller caller, string path)
    {
        using var client = new HttpClient(Loopback(server.Port));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url(host) + path);
        if (caller.Cookie is { } cookie)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }
        using var answer = await client.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        var markers = Component()
            .Matches(page)
            .Select(match => JsonNode.Parse(match.Groups[1].Value)!.AsObject())
            .Where(marker => marker["descriptor"] is not null)
            .ToList();
        Assert.True(markers.Count > 0, $"{path} has no components ({answer.StatusCode}).");
        return new(markers, State().Match(page) is { Success: true } state ? state.Groups[1].Value : "");
    }

    /// <summary>Calls a method of the hub; null when it answers nothing, or ends the connection.</summary>
    public async Task<object?> CallAsync(string method, Type answer, params object?[] arguments)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await connection.InvokeCoreAsync(method, answer, arguments, limit.Token);
        }
        catch (Exception exception) when (!limit.IsCancellationRequested)
        {
            received.Enqueue($"refused: {exception.Message}");
            return null;
        }
    }

    /// <summary>Says something that has no answer.</summary>
    public Task TellAsync(string method, params object?[] arguments) => connection.SendCoreAsync(method, arguments);

    /// <summary>Opens a circuit; null where it is refused.</summary>
    public async Task<string?> OpenAsync(string path, string? claimedHost = null, string state = "") =>
        await CallAsync(
            "StartCircuit",
            typeof(string),
            server.Url(claimedHost ?? host) + "/",
            server.Url(claimedHost ?? host) + path,
            "[]",
            state
        ) as string;

    /// <summary>Puts a page's components into the circuit, as the page's script does.</summary>
    public Task AddAsync(PageParts parts)
    {
        var operations = new JsonArray([
            .. parts.Markers.Select(
                (marker, index) =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["type"] = "add",
                            ["ssrComponentId"] = index + 1,
                            ["marker"] = marker.DeepClone(),
                        }
            ),
        ]);
        var batchJson = new JsonObject { ["batchId"] = ++batch, ["operations"] = operations }.ToJsonString();
        return TellAsync("UpdateRootComponents", batchJson, parts.State);
    }

    public string Url(string path, string? otherHost = null) => server.Url(otherHost ?? host) + path;

    /// <summary>Waits until something came that holds the word, or the connection was ended.</summary>
    public async Task<bool> SeesAsync(string word)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!limit.IsCancellationRequested && !IsClosed)
        {
            if (Received.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
            await Task.Delay(20, CancellationToken.None);
        }
        return Received.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private async Task DrawAsync(int id, byte[] content)
    {
        received.Enqueue(Encoding.UTF8.GetString(content));
        try
        {
            await TellAsync("OnRenderCompleted", (long)id, null);
        }
        catch (Exception)
        {
            // The connection was ended meanwhile.
        }
    }

    private static SocketsHttpHandler Loopback(int port) =>
        new()
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

    [GeneratedRegex("<!--Blazor:({[^>]*?\"type\":\"server\"[^>]*?})-->")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^>]*?)-->")]
    private static partial Regex State();
}

/// <summary>The components of a page, and their state.</summary>
public sealed record PageParts(IReadOnlyList<JsonObject> Markers, string State);
