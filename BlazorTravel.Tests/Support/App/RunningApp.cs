using System.Net;
using System.Net.Sockets;

namespace BlazorTravel.Tests.Support;

/// <summary>One server of the app that answers on a loopback port: where it is reached, by whom.</summary>
public abstract class RunningApp(int port, string baseDomain) : IAsyncDisposable
{
    /// <summary>The port on 127.0.0.1 and ::1.</summary>
    public int Port { get; } = port;

    /// <summary>What the app believes its address to be.</summary>
    public string BaseDomain { get; } = baseDomain;

    /// <summary>The address of an agency, or of the platform, at this very server; without a slash at the end.</summary>
    public string Url(string? subdomain = null)
    {
        var host = BaseDomain.Split(':')[0];
        return subdomain is null ? $"http://{host}:{Port}" : $"http://{subdomain}.{host}:{Port}";
    }

    /// <summary>
    /// A client for an agency or for the platform, with cookies of its own. It shows redirects instead of following
    /// them, unless told otherwise. The caller disposes it.
    /// </summary>
    public HttpClient NewClient(string? subdomain = null, bool followRedirects = false)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = followRedirects,
            CookieContainer = new CookieContainer(),
            UseProxy = false,
            // Name servers need not know *.localhost; the Host header stays what the address says.
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true,
                };
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"{Url(subdomain)}/"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public abstract ValueTask DisposeAsync();
}
