namespace BlazorTravel.Domain.Mail;

/// <summary>
/// A mail that was decided on: written in the transaction of what it tells about, sent afterwards, tried again with growing
/// pauses, and given up only after days. It keeps the template's name and the model, and is rendered when it is sent.
/// </summary>
public sealed class OutgoingMail
{
    public const int ErrorMaxLength = 1000;

    /// <summary>For how long whoever claims mails has them to itself; nobody else tries them meanwhile.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Pauses after the first, second, … failed attempt; after the last the mail is dead.</summary>
    private static readonly TimeSpan[] BackOff =
    [
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(24),
    ];

    private OutgoingMail() { }

    public long Id { get; private set; }

    /// <summary>The request it tells about, for the threading headers and the desk's lists; null for account mails.</summary>
    public long? RequestId { get; private set; }

    /// <summary>The template's stable name, such as "request-received".</summary>
    public string Template { get; private set; } = "";

    /// <summary>The template's model as JSON: what was true when the mail was decided on.</summary>
    public string Model { get; private set; } = "{}";
    public string Culture { get; private set; } = "en";
    public string Recipient { get; private set; } = "";

    /// <summary>Rendered early for the lists; the body is rendered when it is sent.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The same on every attempt, so that a receiver can drop a repeated delivery. Without angle brackets.</summary>
    public string MessageId { get; private set; } = "";

    /// <summary>The Message-ID that starts the conversation about the request; null for the first mail.</summary>
    public string? ThreadId { get; private set; }
    public MailState State { get; private set; }

    /// <summary>How often it was claimed to be sent, the attempt that runs included; 0 before the first.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it may be tried (again). A claim pushes it ahead by <see cref="Lease"/>.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    public static OutgoingMail Create(MailContent content, string messageId, string? threadId, DateTimeOffset now) =>
        new()
        {
            Template = content.Template,
            Model = content.Model,
            Culture = content.Culture,
            Recipient = content.Recipient,
            Subject = OneLine(content.Subject),
            MessageId = messageId,
            ThreadId = threadId,
            State = MailState.Queued,
            NextAttemptAt = now,
            CreatedAt = now,
        };

    /// <summary>Ties the mail to its request, whose id may be known only when both are saved.</summary>
    public OutgoingMail About(long requestId)
    {
        RequestId = requestId;
        return this;
    }

    /// <summary>Keeps the mail back for a while in which what it tells may still be undone.</summary>
    public void HoldUntil(DateTimeOffset time) => NextAttemptAt = time;

    /// <summary>
    /// Notes that it was accepted. A mail about an account then forgets what it said: it held a one-time secret, which is
    /// its reader's alone from now on.
    /// </summary>
    public void MarkSent(DateTimeOffset now)
    {
        if (RequestId is null)
        {
            Model = "{}";
        }
        State = MailState.Sent;
        SentAt = now;
        LastError = null;
    }

    /// <summary>
    /// Notes a failed attempt. A permanent refusal (SMTP 5xx about this mail or its recipient), or the end of the pauses,
    /// makes it dead: kept, shown, and sent again only by a person.
    /// </summary>
    public void MarkFailed(string error, bool isPermanent, DateTimeOffset now)
    {
        LastError = Shorten(error);
        if (isPermanent || Attempts > BackOff.Length)
        {
            State = MailState.Dead;
            return;
        }
        NextAttemptAt = now + BackOff[Math.Max(0, Attempts - 1)];
    }

    /// <summary>
    /// Notes that no attempt was possible because the mail server was away: it does not count as one, so that an outage of
    /// days does not kill mails.
    /// </summary>
    public void Postpone(string error, DateTimeOffset until)
    {
        Attempts = Math.Max(0, Attempts - 1);
        LastError = Shorten(error);
        NextAttemptAt = until;
    }

    /// <summary>Gives a claimed mail back untried.</summary>
    public void Release(DateTimeOffset now)
    {
        Attempts = Math.Max(0, Attempts - 1);
        NextAttemptAt = now;
    }

    /// <summary>False while it waits for its turn or is just being sent: that it will be without anybody's doing.</summary>
    public bool CanBeSentAgain(DateTimeOffset now) => State != MailState.Queued || NextAttemptAt > now + Lease;

    /// <summary>
    /// Queues it once more, as a person asked. One that was sent before becomes a new message of the same conversation,
    /// since a receiver may drop a Message-ID that it knows.
    /// </summary>
    /// <exception cref="InvalidOperationException">It will be sent without this; see <see cref="CanBeSentAgain"/>.</exception>
    public void SendAgain(string newMessageId, DateTimeOffset now)
    {
        if (!CanBeSentAgain(now))
        {
            throw new InvalidOperationException("The mail is about to be sent anyway.");
        }
        if (State == MailState.Sent)
        {
            ThreadId ??= MessageId;
            MessageId = newMessageId;
        }
        State = MailState.Queued;
        Attempts = 0;
        LastError = null;
        NextAttemptAt = now;
    }

    // A line break in a header would start another header.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    private static string Shorten(string error) => error.Length <= ErrorMaxLength ? error : error[..ErrorMaxLength];
}

/// <summary>What a mail says and to whom, before it has a Message-ID and a place in the queue.</summary>
public sealed record MailContent(string Template, string Model, string Culture, string Recipient, string Subject);

public enum MailState
{
    /// <summary>Waits for its first or next attempt, or is being sent right now.</summary>
    Queued,
    Sent,

    /// <summary>Refused for good, or given up after the last pause.</summary>
    Dead,
}
