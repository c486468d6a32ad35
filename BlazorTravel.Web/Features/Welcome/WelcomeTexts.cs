namespace BlazorTravel.Web.Features.Welcome;

/// <summary>Marks WelcomeTexts.resx and its translations for IStringLocalizer.</summary>
public sealed class WelcomeTexts;
