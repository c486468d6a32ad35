using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Support;

/// <summary>One line of a log with the exception it was about, if any.</summary>
public sealed record LoggedLine(LogLevel Level, string Category, string Message, Exception? Exception)
{
    /// <summary>The values of the scopes it was written in, outermost first.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Scopes { get; init; } = [];

    public override string ToString() =>
        Exception is null ? $"{Level} {Category}: {Message}" : $"{Level} {Category}: {Message}\n{Exception}";
}

/// <summary>Keeps what is logged as warning or worse, or from another level on.</summary>
public sealed class CollectedLog(LogLevel from = LogLevel.Warning) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    private readonly ConcurrentQueue<LoggedLine> _lines = new();

    public IReadOnlyList<LoggedLine> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }

    private LogLevel From { get; } = from;

    private List<KeyValuePair<string, object?>> Scopes()
    {
        var values = new List<KeyValuePair<string, object?>>();
        _scopes?.ForEachScope(
            (scope, all) =>
            {
                if (scope is IEnumerable<KeyValuePair<string, object?>> pairs)
                    all.AddRange(pairs);
            },
            values
        );
        return values;
    }

    private sealed class Logger(string category, CollectedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.From;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                log._lines.Enqueue(
                    new LoggedLine(logLevel, category, formatter(state, exception), exception) { Scopes = log.Scopes() }
                );
        }
    }
}
