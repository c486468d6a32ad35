using MimeKit;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>Where mail leaves: an SMTP server, or a folder.</summary>
public interface IMailTransport
{
    /// <summary>Gets ready to hand over some mails one after the other; dispose the channel after the last.</summary>
    /// <exception cref="MailServerAwayException">No mail can be handed over at the moment, whatever it is.</exception>
    Task<IMailChannel> ConnectAsync(CancellationToken cancellationToken);
}

/// <summary>A way to hand over one mail after the other.</summary>
public interface IMailChannel : IAsyncDisposable
{
    /// <summary>False once it broke: the next mail needs another one.</summary>
    bool IsUsable { get; }

    /// <summary>Returns when somebody else has taken the responsibility for the mail.</summary>
    /// <exception cref="MailRefusedException">It was not taken, or nobody knows whether it was.</exception>
    Task SendAsync(MimeMessage message, MailboxAddress recipient);
}

/// <summary>This one mail was not taken; the message says why in words.</summary>
/// <param name="isPermanent">Whether trying again would be in vain.</param>
public sealed class MailRefusedException(string message, bool isPermanent, Exception? inner = null)
    : Exception(message, inner)
{
    public bool IsPermanent { get; } = isPermanent;
}

/// <summary>Nothing can be sent for now; the message says why in words.</summary>
/// <param name="until">When it is tried again.</param>
public sealed class MailServerAwayException(string message, DateTimeOffset until, Exception? inner = null)
    : Exception(message, inner)
{
    public DateTimeOffset Until { get; } = until;
}
