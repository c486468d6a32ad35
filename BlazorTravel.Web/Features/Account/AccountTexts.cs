namespace BlazorTravel.Web.Features.Account;

/// <summary>Marks AccountTexts.resx and its translations for IStringLocalizer.</summary>
public sealed class AccountTexts;
