namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>Demo data, for development machines alone.</summary>
public sealed class DemoOptions
{
    /// <summary>Whether demo agencies are made; heeded in Development only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests for each demo agency.</summary>
    public int Requests { get; set; } = 300;
}
