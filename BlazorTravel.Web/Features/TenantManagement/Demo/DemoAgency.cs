using System.Reflection;

namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>An agency that a development machine starts with. Its passwords are public: it must never exist elsewhere.</summary>
public sealed record DemoAgency(string Subdomain, string Name, string BrandColor, string WelcomeText, string Password)
{
    public static IReadOnlyList<DemoAgency> All { get; } =
    [
        new(
            "acme",
            "Acme Travel",
            "#0B6E7F",
            "Tell us where your heart wants to go. A person, not a robot, plans the rest.",
            "Acme-Travel-2026"
        ),
        new(
            "fjord",
            "Fjord & Fell",
            "#8A3FFC",
            "Quiet water, high paths, warm cabins: we know the north by heart.",
            "Fjord-Travel-2026"
        ),
    ];

    public string AdminEmail => $"admin@{Subdomain}.example";
    public string AgentEmail => $"agent@{Subdomain}.example";

    /// <summary>The logo that lies beside this class; null for an agency that shows its name.</summary>
    public byte[]? ReadLogo()
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream(typeof(DemoAgency), $"{Subdomain}-logo.png");
        if (stream is null)
        {
            return null;
        }
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
