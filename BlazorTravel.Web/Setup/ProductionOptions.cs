namespace BlazorTravel.Web.Setup;

/// <summary>What an operator may knowingly allow outside Development; the section "Production".</summary>
public sealed class ProductionOptions
{
    /// <summary>To run on the private PostgreSQL and the in-process Redis where none are configured.</summary>
    public bool AllowEmbeddedServers { get; set; }

    /// <summary>To be reached on this machine alone.</summary>
    public bool AllowLocalhost { get; set; }

    /// <summary>To be reached without TLS.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>To write mail into a folder instead of sending it.</summary>
    public bool AllowPickupMail { get; set; }
}
