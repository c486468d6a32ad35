namespace BlazorTravel.Web.Shell;

/// <summary>Marks ShellTexts.resx and its translations for IStringLocalizer.</summary>
public sealed class ShellTexts;
