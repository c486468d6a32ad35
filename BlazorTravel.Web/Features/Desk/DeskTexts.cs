namespace BlazorTravel.Web.Features.Desk;

/// <summary>Marks DeskTexts.resx for IStringLocalizer.</summary>
public sealed class DeskTexts;
