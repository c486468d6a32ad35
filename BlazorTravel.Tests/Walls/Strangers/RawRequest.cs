using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>A request byte by byte, also one that no client library would send.</summary>
public sealed record RawRequest(
    string Method,
    string Target,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[] Body
)
{
    /// <summary>Sent in pieces of a size each; null sends the length beforehand.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>More or less than there is.</summary>
    public int ClaimedExtraLength { get; init; }

    /// <summary>Sends it on a connection of its own and reads until the server ends that; "" where it just hangs up.</summary>
    public async Task<string> SendAsync(int port, string host, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        using var received = new MemoryStream();
        try
        {
            var sending = SendAsync(socket, Bytes(host), cancellationToken);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                received.Write(buffer, 0, count);
            }
            await sending;
        }
        catch (SocketException)
        {
            // The server had enough, and said so before or not.
        }
        return Encoding.UTF8.GetString(received.ToArray());
    }

    public override string ToString() =>
        $"{Method} {Nasty.Shown(Target)}\n"
        + string.Concat(Headers.Select(header => $"{Nasty.Shown(header.Name)}: {Nasty.Shown(header.Value)}\n"))
        + (ChunkSize is { } size ? $"(chunks of {size})\n" : "")
        + Nasty.Shown(Encoding.UTF8.GetString(Body[..Math.Min(Body.Length, 2000)]));

    private async Task SendAsync(Socket socket, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(bytes, cancellationToken);
            if (ClaimedExtraLength > 0)
            {
                // The server would wait for the rest.
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // It does not want to hear the rest.
        }
    }

    private byte[] Bytes(string host)
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\n");
        if (!Headers.Any(header => header.Name == "Host"))
        {
            head.Append("Host: ").Append(host).Append("\r\n");
        }
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }
        head.Append("Connection: close\r\n");
        if (ChunkSize is not null)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (Body.Length > 0 || Method is "POST" or "PATCH" or "PUT")
        {
            head.Append("Content-Length: ").Append(Math.Max(0, Body.Length + ClaimedExtraLength)).Append("\r\n");
        }
        head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. ChunkSize is { } size ? Chunks(size) : Body];
    }

    private IEnumerable<byte> Chunks(int size) =>
        Body.Chunk(size)
            .SelectMany(piece => (byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8])
            .Concat("0\r\n\r\n"u8.ToArray());
}
