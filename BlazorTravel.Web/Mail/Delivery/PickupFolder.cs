using System.Globalization;
using MimeKit;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>Takes mail where no SMTP server is configured: each as an <c>.eml</c> file that mail programs open.</summary>
public sealed class PickupFolder(string folder, MailServerState state, TimeProvider time) : IMailTransport
{
    public string Folder { get; } = folder;

    public Task<IMailChannel> ConnectAsync(CancellationToken cancellationToken) =>
        state.TryAsync<IMailChannel>(
            () =>
            {
                Directory.CreateDirectory(Folder);
                return Task.FromResult<IMailChannel>(new Channel(this));
            },
            InWords,
            cancellationToken
        );

    private string? InWords(Exception exception) =>
        exception is IOException or UnauthorizedAccessException
            ? $"The pickup folder {Folder} cannot be written to ({exception.Message.TrimEnd('.')})."
            : null;

    private async Task WriteAsync(MimeMessage message)
    {
        // A mail's id names the host it is from: whose mail a file is can be told from outside.
        var host = string.Concat(
            (message.MessageId ?? "").Split('@')[^1].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')
        );
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetUtcNow():yyyyMMdd-HHmmss-fffffff}-{host}-{Guid.NewGuid():N}"
        );
        var path = Path.Combine(Folder, name);
        // Whoever reads the folder never sees half a mail.
        await message.WriteToAsync(path + ".tmp");
        File.Move(path + ".tmp", path + ".eml");
    }

    private sealed class Channel(PickupFolder folder) : IMailChannel
    {
        public bool IsUsable => true;

        public async Task SendAsync(MimeMessage message, MailboxAddress recipient)
        {
            try
            {
                await folder.WriteAsync(message);
            }
            catch (Exception exception) when (folder.InWords(exception) is { } reason)
            {
                throw new MailRefusedException(reason, isPermanent: false, exception);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
