using System.Collections.Concurrent;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>Hands mail to an SMTP server. Connections are kept for a few seconds, so that mails in a row share one.</summary>
public sealed class SmtpTransport : IMailTransport, IAsyncDisposable
{
    /// <summary>For reaching the server, encrypting and signing in together.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>For handing over one mail; well below <see cref="Domain.Mail.OutgoingMail.Lease"/>.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan KeptIdle = TimeSpan.FromSeconds(10);

    private readonly SmtpOptions options;
    private readonly MailServerState state;
    private readonly TimeProvider time;
    private readonly ConcurrentStack<Connection> idle = new();
    private readonly ITimer closer;

    public SmtpTransport(IOptions<SmtpOptions> options, MailServerState state, TimeProvider time)
    {
        this.options = options.Value;
        this.state = state;
        this.time = time;
        closer = time.CreateTimer(_ => CloseIdle(), null, KeptIdle, KeptIdle);
    }

    public async Task<IMailChannel> ConnectAsync(CancellationToken cancellationToken)
    {
        while (idle.TryPop(out var kept))
        {
            if (await kept.IsAliveAsync())
            {
                return new Channel(this, kept);
            }
            kept.Client.Dispose();
        }
        var client = await state.TryAsync(() => OpenAsync(cancellationToken), InWords, cancellationToken);
        return new Channel(this, new Connection(client, time.GetUtcNow()));
    }

    public async ValueTask DisposeAsync()
    {
        await closer.DisposeAsync();
        while (idle.TryPop(out var connection))
        {
            await connection.CloseAsync();
        }
    }

    private async Task<SmtpClient> OpenAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(options.Host!, options.EffectivePort, SocketOptions, either.Token);
            if (!string.IsNullOrEmpty(options.Username))
            {
                if (!client.IsSecure && options.Security != SmtpSecurity.None)
                {
                    throw new AuthenticationException(
                        "the connection is not encrypted, so the password was not sent (Smtp__Security=None sends it all the same)"
                    );
                }
                await client.AuthenticateAsync(options.Username, options.Password!, either.Token);
            }
            return client;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            client.Dispose();
            throw new TimeoutException();
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private SecureSocketOptions SocketOptions =>
        options.Security switch
        {
            SmtpSecurity.None => SecureSocketOptions.None,
            SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.Auto,
        };

    private string? InWords(Exception exception) =>
        exception switch
        {
            SocketException or IOException =>
                $"The mail server {Server} cannot be reached ({exception.Message.TrimEnd('.')}).",
            TimeoutException => $"The mail server {Server} does not answer.",
            SslHandshakeException =>
                $"The mail server {Server} did not agree on a secure connection: its certificate is not trusted, or it speaks no TLS.",
            AuthenticationException =>
                $"Signing in to the mail server {Server} failed: {exception.Message.TrimEnd('.')}.",
            SmtpCommandException or SmtpProtocolException =>
                $"The mail server {Server} refuses connections: {exception.Message.TrimEnd('.')}.",
            NotSupportedException => $"The mail server {Server} cannot do what is asked of it: {exception.Message}",
            _ => null,
        };

    private string Server => $"{options.Host}:{options.EffectivePort}";

    private void CloseIdle()
    {
        var kept = new List<Connection>();
        var now = time.GetUtcNow();
        while (idle.TryPop(out var connection))
        {
            if (now - connection.LastUsedAt < KeptIdle)
            {
                kept.Add(connection);
            }
            else
            {
                _ = connection.CloseAsync();
            }
        }
        if (kept.Count > 0)
        {
            kept.Reverse();
            idle.PushRange([.. kept]);
        }
    }

    private sealed record Connection(SmtpClient Client, DateTimeOffset LastUsedAt)
    {
        public async Task<bool> IsAliveAsync()
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await Client.NoOpAsync(limit.Token);
                return Client.IsConnected;
            }
            catch (Exception exception) when (IsConnectionTrouble(exception))
            {
                return false;
            }
        }

        public async Task CloseAsync()
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await Client.DisconnectAsync(quit: true, limit.Token);
            }
            catch (Exception exception) when (IsConnectionTrouble(exception))
            {
                // It is gone, which is what was wanted.
            }
            finally
            {
                Client.Dispose();
            }
        }
    }

    private static bool IsConnectionTrouble(Exception exception) =>
        exception
            is IOException
                or SocketException
                or ProtocolException
                or SmtpCommandException
                or ServiceNotConnectedException
                or ObjectDisposedException
                or OperationCanceledException;

    private sealed class Channel(SmtpTransport transport, Connection connection) : IMailChannel
    {
        public bool IsUsable => connection.Client.IsConnected;

        public async Task SendAsync(MimeMessage message, MailboxAddress recipient)
        {
            using var limit = new CancellationTokenSource(SendTimeout);
            try
            {
                var sender = (MailboxAddress)message.From[0];
                await connection.Client.SendAsync(message, sender, [recipient], limit.Token);
            }
            catch (SmtpCommandException exception)
            {
                throw Refused(exception);
            }
            catch (NotSupportedException exception)
            {
                throw new MailRefusedException(
                    "The mail server cannot deliver to an address with letters beyond a to z.",
                    isPermanent: true,
                    exception
                );
            }
            catch (Exception exception) when (IsConnectionTrouble(exception))
            {
                // Whether the server took it is unknown; a second delivery carries the same Message-ID.
                connection.Client.Dispose();
                throw new MailRefusedException(
                    "The connection to the mail server broke while the mail was handed over.",
                    isPermanent: false,
                    exception
                );
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (IsUsable)
            {
                transport.idle.Push(connection with { LastUsedAt = transport.time.GetUtcNow() });
            }
            else
            {
                connection.Client.Dispose();
            }
            await ValueTask.CompletedTask;
        }

        private static MailRefusedException Refused(SmtpCommandException exception)
        {
            var answer = $"{(int)exception.StatusCode} {exception.Message.ReplaceLineEndings(" ")}".Trim();
            // A sender that is refused, or a sign-in that is asked for, is a matter of the set-up and not of this mail.
            var isOurs =
                exception.ErrorCode == SmtpErrorCode.SenderNotAccepted
                || exception.StatusCode
                    is SmtpStatusCode.AuthenticationRequired
                        or SmtpStatusCode.AuthenticationInvalidCredentials
                        or SmtpStatusCode.AuthenticationMechanismTooWeak;
            var what = exception.ErrorCode switch
            {
                SmtpErrorCode.RecipientNotAccepted => "The mail server refused the recipient",
                SmtpErrorCode.SenderNotAccepted => "The mail server refused our sender address",
                _ => "The mail server refused the mail",
            };
            return new MailRefusedException(
                $"{what}: {answer}",
                isPermanent: (int)exception.StatusCode >= 500 && !isOurs,
                exception
            );
        }
    }
}
