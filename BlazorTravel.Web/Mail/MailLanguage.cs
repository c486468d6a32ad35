using System.Globalization;

namespace BlazorTravel.Web.Mail;

/// <summary>The languages mails are written in.</summary>
public static class MailLanguage
{
    /// <summary>The first one is for everybody whose language is none of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["en", "de", "fr", "es"];

    /// <summary>The culture to write in for a reader of <paramref name="culture"/> (BCP 47; anything else counts as unknown).</summary>
    public static CultureInfo For(string? culture)
    {
        var language = culture?.Split('-', '_')[0];
        return CultureInfo.GetCultureInfo(
            All.FirstOrDefault(known => known.Equals(language, StringComparison.OrdinalIgnoreCase)) ?? All[0]
        );
    }

    /// <summary>Runs something with this as the current culture, for texts, dates and numbers alike.</summary>
    public static T Speak<T>(CultureInfo culture, Func<T> what)
    {
        var (texts, formats) = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = culture;
            return what();
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (texts, formats);
        }
    }
}
