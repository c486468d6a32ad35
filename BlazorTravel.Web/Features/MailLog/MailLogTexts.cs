namespace BlazorTravel.Web.Features.MailLog;

/// <summary>Marks MailLogTexts.resx for IStringLocalizer.</summary>
public sealed class MailLogTexts;
