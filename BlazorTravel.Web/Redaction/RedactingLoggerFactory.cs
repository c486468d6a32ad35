using System.Collections;

namespace BlazorTravel.Web.Redaction;

/// <summary>
/// Hands out loggers that take secrets out of messages, their values, scopes and exceptions before any provider sees them: the
/// framework logs addresses, and the address of a traveler's page is a secret.
/// </summary>
public sealed class RedactingLoggerFactory(ILoggerFactory inner, SecretText secrets) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new RedactingLogger(inner.CreateLogger(categoryName), secrets);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class RedactingLogger(ILogger inner, SecretText secrets) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            state switch
            {
                IReadOnlyList<KeyValuePair<string, object?>> values => inner.BeginScope(
                    new CleanState(values, () => secrets.Clean(state.ToString() ?? ""), secrets)
                ),
                string text => inner.BeginScope(secrets.Clean(text)),
                _ => inner.BeginScope(state),
            };

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!inner.IsEnabled(logLevel))
            {
                return;
            }
            var message = secrets.Clean(formatter(state, exception));
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            inner.Log(
                logLevel,
                eventId,
                new CleanState(values, () => message, secrets),
                Clean(exception),
                static (clean, _) => clean.ToString()
            );
        }

        private Exception? Clean(Exception? exception)
        {
            if (exception is null)
            {
                return null;
            }
            var text = exception.ToString();
            var clean = secrets.Clean(text);
            return ReferenceEquals(clean, text) || clean == text ? exception : new RedactedException(clean);
        }
    }

    /// <summary>A message's or scope's values without secrets, looked at only where a provider asks for them.</summary>
    private sealed class CleanState(
        IReadOnlyList<KeyValuePair<string, object?>> values,
        Func<string> text,
        SecretText secrets
    ) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => values.Count;

        public KeyValuePair<string, object?> this[int index] =>
            values[index] is { Value: string or PathString or QueryString or Uri } value
                ? new(value.Key, secrets.Clean(value.Value.ToString() ?? ""))
                : values[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => text();
    }
}

/// <summary>Stands for an exception whose text held a secret.</summary>
public sealed class RedactedException(string text) : Exception(text)
{
    public override string ToString() => Message;
}
