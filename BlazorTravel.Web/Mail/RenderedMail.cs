namespace BlazorTravel.Web.Mail;

/// <summary>A mail's body as a whole HTML document and as plain text that says the same.</summary>
public sealed record RenderedMail(string Html, string Text);
