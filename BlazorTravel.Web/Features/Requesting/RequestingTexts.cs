namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Marks RequestingTexts.resx and its translations for IStringLocalizer.</summary>
public sealed class RequestingTexts;
