namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Marks TenantTexts.resx for IStringLocalizer.</summary>
public sealed class TenantTexts;
