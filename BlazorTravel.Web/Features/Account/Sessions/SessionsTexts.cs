namespace BlazorTravel.Web.Features.Account.Sessions;

/// <summary>The words of the list of sign-ins.</summary>
public sealed class SessionsTexts;
