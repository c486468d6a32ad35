using System.Net;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.HttpOverrides;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// Believes proxies in front about the client's address and scheme, if they are among those configured or on this machine;
/// about the host only if told to, because many proxies pass on whatever a client claims there.
/// </summary>
public static class ProxySetup
{
    /// <exception cref="FormatException">A configured proxy is neither an address nor a network.</exception>
    public static void AddTrustedProxies(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var trusted = configuration.GetSection("TrustedProxies").Get<string[]>() ?? [];
        var platform = configuration.Get<PlatformOptions>() ?? new();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As many hops as there are trusted ones, one behind the other; the first that is not ends the chain.
            options.ForwardLimit = null;
            if (configuration.GetValue("TrustForwardedHost", false))
            {
                options.ForwardedHeaders |= ForwardedHeaders.XForwardedHost;
                options.AllowedHosts = [platform.BaseHost, $"*.{platform.BaseHost}"];
            }
            foreach (var proxy in trusted)
            {
                if (proxy.Contains('/', StringComparison.Ordinal))
                {
                    options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                }
                else
                {
                    options.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            }
        });
    }
}
