using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Support;

/// <summary>How one server of the app is started.</summary>
public sealed record AppOptions
{
    /// <summary><c>Development</c> or <c>Production</c>.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>The port on loopback; null for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>The <c>BaseDomain</c> to tell people; null for <c>localhost:{port}</c>. For servers behind a proxy.</summary>
    public string? BaseDomain { get; init; }

    /// <summary>Changes the app's services after it has registered its own; for servers in the test's process.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>From which level on <see cref="AppServer.Complaints"/> has the log's lines.</summary>
    public LogLevel LogFrom { get; init; } = LogLevel.Warning;

    /// <summary>More configuration, over what the backends give; keys with colons.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
