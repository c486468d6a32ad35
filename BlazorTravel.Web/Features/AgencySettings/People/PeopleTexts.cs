namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Marks PeopleTexts.resx for IStringLocalizer.</summary>
public sealed class PeopleTexts;
