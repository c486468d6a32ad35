namespace BlazorTravel.Tests.Support;

/// <summary>Where in an SMTP conversation a fault happens.</summary>
public enum SmtpStage
{
    Connect,
    Mail,
    Rcpt,
    Data,

    /// <summary>After the mail was taken, instead of saying so: the client cannot know and sends it again.</summary>
    Reply,
}

/// <summary>A refusal, or a connection cut, at the next <paramref name="Count"/> occasions of a stage.</summary>
/// <param name="Code">The SMTP reply; 421 also closes the connection, 0 cuts it without a word.</param>
/// <param name="Recipient">Only for this address; null for any. Ignored while connecting.</param>
public sealed record SmtpFault(
    SmtpStage Stage,
    int Code,
    int Count = 1,
    string Text = "Refused by the test",
    string? Recipient = null
)
{
    /// <summary>Greylisted: try again later.</summary>
    public static SmtpFault Temporary(int count = 1, SmtpStage stage = SmtpStage.Rcpt) =>
        new(stage, 451, count, "4.7.1 Greylisted, try again later");

    /// <summary>No such mailbox: never try again.</summary>
    public static SmtpFault Permanent(string? recipient = null, int count = 1) =>
        new(SmtpStage.Rcpt, 550, count, "5.1.1 No such mailbox", recipient);

    /// <summary>The server goes away in the middle.</summary>
    public static SmtpFault Closing(int count = 1, SmtpStage stage = SmtpStage.Data) =>
        new(stage, 421, count, "4.3.2 Closing the connection");

    /// <summary>The connection breaks without an answer.</summary>
    public static SmtpFault Cut(SmtpStage stage, int count = 1) => new(stage, 0, count);
}
