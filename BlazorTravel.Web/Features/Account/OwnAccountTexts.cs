namespace BlazorTravel.Web.Features.Account;

/// <summary>Marks OwnAccountTexts.resx for IStringLocalizer: the pages of somebody's own account, for signed-in people.</summary>
public sealed class OwnAccountTexts;
