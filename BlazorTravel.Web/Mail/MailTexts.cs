using System.Globalization;
using System.Resources;

namespace BlazorTravel.Web.Mail;

/// <summary>
/// Words from the resource file that stands beside <paramref name="owner"/>, in the current UI culture. The owner names them
/// as its members, so that no text is asked for by a bare string.
/// </summary>
public sealed class MailTexts(Type owner)
{
    private readonly ResourceManager resources = new(owner);

    /// <summary>The text with its places filled by <paramref name="values"/>.</summary>
    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public string Get(string name, params object?[] values)
    {
        var text =
            resources.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new MissingManifestResourceException($"{owner.Name} has no text “{name}”.");
        return values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}
