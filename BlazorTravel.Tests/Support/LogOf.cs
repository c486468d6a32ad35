using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Support;

/// <summary>A class's own logger that writes into a collected log.</summary>
public sealed class LogOf<T>(CollectedLog log) : ILogger<T>
{
    private readonly ILogger _logger = log.CreateLogger(typeof(T).FullName!);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _logger.Log(logLevel, eventId, state, exception, formatter);
}
