namespace BlazorTravel.Web.Embedded;

/// <summary>
/// The default set-up cannot start. The message is written for the person at the terminal: it says what is wrong and
/// what to type or change, and is shown without a stack trace.
/// </summary>
public sealed class EmbeddedSetupException : Exception
{
    public EmbeddedSetupException(string message)
        : base(message) { }

    public EmbeddedSetupException(string message, Exception innerException)
        : base(message, innerException) { }
}
