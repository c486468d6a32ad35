namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

/// <summary>Marks ApiKeyTexts.resx for IStringLocalizer.</summary>
public sealed class ApiKeyTexts;
