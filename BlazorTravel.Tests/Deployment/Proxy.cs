using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Deployment;

/// <summary>nginx with the production configuration before two servers that answer as a test wishes.</summary>
public sealed class Proxy : IAsyncDisposable
{
    public const string Host = "travel.localhost";

    private readonly ChildProcess _nginx;
    private readonly X509Certificate2 _authority;

    private Proxy(
        ChildProcess nginx,
        string folder,
        int port,
        int plainPort,
        X509Certificate2 authority,
        Backend[] servers
    )
    {
        (_nginx, Folder, Port, PlainPort, _authority, Servers) = (nginx, folder, port, plainPort, authority, servers);
    }

    public string Folder { get; }

    public int Port { get; }

    public int PlainPort { get; }

    public IReadOnlyList<Backend> Servers { get; }

    public static async Task<Proxy> StartAsync(RenderedPicture picture)
    {
        var program = await Prerequisites.EnsureAsync(Prerequisite.Nginx);
        var folder = picture.CopyOfNginx();
        Backend[] servers = [await Backend.StartAsync(), await Backend.StartAsync()];
        var (port, plainPort) = (FreePort.Next(), FreePort.Next());
        var addresses = Path.Combine(folder, "addresses.conf");
        var text = await File.ReadAllTextAsync(addresses);
        foreach (
            var (offset, real) in new[] { (1, servers[0].Port), (2, servers[1].Port), (43, port), (80, plainPort) }
        )
        {
            text = text.Replace(Rendered(offset), $":{real}", StringComparison.Ordinal);
        }
        await File.WriteAllTextAsync(addresses, text);
        // As root the workers would give up their rights and could not read this folder.
        var asRoot = Environment.IsPrivilegedProcess ? " user root;" : "";
        var nginx = ChildProcess.Start(
            program,
            ["-p", folder, "-c", "nginx.conf", "-g", $"daemon off;{asRoot}"],
            workingDirectory: folder
        );
        var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(picture.Authority));
        var proxy = new Proxy(nginx, folder, port, plainPort, authority, servers);
        await Waiting.UntilAsync(() => proxy.ListensAsync());
        return proxy;
    }

    /// <summary>A visitor with cookies of its own, who trusts the certificate's authority and nobody else.</summary>
    public HttpClient NewVisitor(IPAddress? from = null, bool encrypted = true)
    {
        var port = encrypted ? Port : PlainPort;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        var scheme = encrypted ? "https" : "http";
        return new HttpClient(handler) { BaseAddress = new Uri($"{scheme}://acme.{Host}:{port}/") };
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
        _authority.Dispose();
        Repository.DeleteFolder(Folder);
    }

    private static string Rendered(int offset) =>
        string.Create(CultureInfo.InvariantCulture, $":{RenderedPicture.FirstPort + offset}");

    private async Task<bool> ListensAsync()
    {
        Assert.False(_nginx.HasExited, _nginx.Output);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
