using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace BlazorTravel.Web.Mail.Delivery;

/// <summary>Makes a message of a queued mail: headers, plain text and HTML.</summary>
public sealed class MailComposer(
    MailRenderer renderer,
    IOptions<SmtpOptions> smtp,
    IOptions<PlatformOptions> platform,
    TimeProvider time
)
{
    /// <exception cref="MailRefusedException">The recipient is no address.</exception>
    public async Task<MimeMessage> ComposeAsync(OutgoingMail mail, AgencyTenant? agency)
    {
        var body = await renderer.RenderAsync(mail, agency);
        var model = renderer.Read(mail);
        var message = new MimeMessage
        {
            Date = time.GetUtcNow(),
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            Body = new MultipartAlternative(
                new TextPart(TextFormat.Plain) { Text = body.Text },
                new TextPart(TextFormat.Html) { Text = body.Html }
            ),
        };
        message.From.Add(new MailboxAddress(OneLine((model.Brand ?? MailBrand.Of(agency)).Name), Sender));
        message.To.Add(
            Address(mail.Recipient)
                ?? throw new MailRefusedException("The recipient is no address that mail can be sent to.", true)
        );
        if (Address(model.ReplyTo ?? agency?.ReplyTo) is { } replyTo)
        {
            message.ReplyTo.Add(replyTo);
        }
        if (mail.ThreadId is { } thread)
        {
            message.InReplyTo = thread;
            message.References.Add(thread);
        }
        // Keeps absence notes and other robots from answering.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    private string Sender => smtp.Value.From ?? $"no-reply@{platform.Value.BaseHost}";

    // One address and nothing else: no second one, no name, no line break.
    private static MailboxAddress? Address(string? text) =>
        text is not null
        && !text.Any(char.IsControl)
        && MailboxAddress.TryParse(text, out var address)
        && address.Address == text
            ? address
            : null;

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
