namespace BlazorTravel.Domain.Mail;

/// <summary>
/// A mail that was decided on: written in the transaction of what it tells about, sent afterwards, tried again with growing
/// pauses, and given up only after days. It keeps the template's name and the model, and is rendered when it is sent.
/// </summary>
public sealed class OutgoingMail
{
    public const int ErrorMaxLength = 1000;

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
    public int Attempts { get; private set; }

    /// <summary>When it may be tried (again). While an attempt runs it is pushed ahead as a lease.</summary>
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
            Subject = content.Subject.ReplaceLineEndings(" "),
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

    /// <summary>Takes the mail for an attempt: nobody else tries it before the lease is over.</summary>
    public void Claim(DateTimeOffset leaseUntil)
    {
        Attempts++;
        NextAttemptAt = leaseUntil;
    }

    public void MarkSent(DateTimeOffset now)
    {
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
        LastError = error.Length <= ErrorMaxLength ? error : error[..ErrorMaxLength];
        if (isPermanent || Attempts > BackOff.Length)
        {
            State = MailState.Dead;
            return;
        }
        NextAttemptAt = now + BackOff[Math.Max(0, Attempts - 1)];
    }

    /// <summary>
    /// Notes that no attempt was possible because the mail server was away: the attempt does not count, so that an outage
    /// of days does not kill mails.
    /// </summary>
    public void Postpone(string error, DateTimeOffset until)
    {
        Attempts = Math.Max(0, Attempts - 1);
        LastError = error.Length <= ErrorMaxLength ? error : error[..ErrorMaxLength];
        NextAttemptAt = until;
    }

    /// <summary>Queues it once more, as a person asked.</summary>
    public void SendAgain(DateTimeOffset now)
    {
        State = MailState.Queued;
        Attempts = 0;
        LastError = null;
        NextAttemptAt = now;
    }
}

/// <summary>What a mail says and to whom, before it has a Message-ID and a place in the queue.</summary>
public sealed record MailContent(string Template, string Model, string Culture, string Recipient, string Subject);

public enum MailState
{
    Queued,
    Sent,
    Dead,
}
