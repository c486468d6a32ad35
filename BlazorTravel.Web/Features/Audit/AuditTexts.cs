namespace BlazorTravel.Web.Features.Audit;

/// <summary>Marks AuditTexts.resx for IStringLocalizer.</summary>
public sealed class AuditTexts;
