using System.Net;

namespace BlazorTravel.Web.Tenancy;

/// <summary>What a Host header names: the platform, an agency's label, or something that is not ours.</summary>
public readonly record struct RequestHost(RequestHostKind Kind, string? Label)
{
    /// <summary>
    /// Reads a host without its port. A bare IP address counts as the platform: load balancers and probes call by address, and
    /// it names no agency.
    /// </summary>
    public static RequestHost Read(string? host, string baseHost)
    {
        if (string.IsNullOrEmpty(host))
        {
            return new(RequestHostKind.Foreign, null);
        }
        if (host.Equals(baseHost, StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            return new(RequestHostKind.Platform, null);
        }
        if (
            host.Length > baseHost.Length + 1
            && host[^(baseHost.Length + 1)] == '.'
            && host.EndsWith(baseHost, StringComparison.OrdinalIgnoreCase)
        )
        {
            var label = host[..^(baseHost.Length + 1)];
            // Nothing but a plain label: some letters of other alphabets become ours in lower case.
            return label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label is not (['-', ..] or [.., '-'])
                ? new(RequestHostKind.Agency, label.ToLowerInvariant())
                : new(RequestHostKind.Foreign, null);
        }
        return new(RequestHostKind.Foreign, null);
    }
}

public enum RequestHostKind
{
    Platform,
    Agency,
    Foreign,
}
