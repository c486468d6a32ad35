namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>Marks SettingsTexts.resx for IStringLocalizer.</summary>
public sealed class SettingsTexts;
