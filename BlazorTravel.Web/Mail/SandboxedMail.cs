namespace BlazorTravel.Web.Mail;

/// <summary>Fits a mail's HTML for a frame that shows it: its links open in a tab of their own instead of inside the frame.</summary>
public static class SandboxedMail
{
    public static string Prepare(string html)
    {
        const string head = "<head>";
        var start = html.IndexOf(head, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? html : html.Insert(start + head.Length, "<base target=\"_blank\" />");
    }
}
