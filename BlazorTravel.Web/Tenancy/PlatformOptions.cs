using System.ComponentModel.DataAnnotations;

namespace BlazorTravel.Web.Tenancy;

/// <summary>Under which address the platform is reached; the agencies are its subdomains.</summary>
public sealed class PlatformOptions
{
    /// <summary>Host and, where it is not the scheme's own, port: localhost:5000, example.com.</summary>
    [Required(ErrorMessage = "Set BaseDomain to the platform's host, such as example.com.")]
    public string BaseDomain { get; set; } = "localhost:5000";

    /// <summary>The scheme that people outside use: https, unless nothing in front of the servers speaks TLS.</summary>
    [RegularExpression("https?", ErrorMessage = "Set PublicScheme to http or https.")]
    public string PublicScheme { get; set; } = "http";

    /// <summary>Whether people outside use https, whatever the proxy in front speaks to this server.</summary>
    public bool IsSecure => PublicScheme == "https";

    /// <summary>The base domain without its port.</summary>
    public string BaseHost => new HostString(BaseDomain).Host;

    /// <summary>The platform's own address, without a slash at the end.</summary>
    public string PlatformUrl => $"{PublicScheme}://{BaseDomain}";

    /// <summary>An agency's address, without a slash at the end.</summary>
    public string AgencyUrl(string subdomain) => $"{PublicScheme}://{subdomain}.{BaseDomain}";
}
