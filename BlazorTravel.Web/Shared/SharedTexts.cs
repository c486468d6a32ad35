namespace BlazorTravel.Web.Shared;

/// <summary>Marks SharedTexts.resx and its translations for IStringLocalizer.</summary>
public sealed class SharedTexts;
