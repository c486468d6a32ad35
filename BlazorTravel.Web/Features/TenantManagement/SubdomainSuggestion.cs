using System.Globalization;
using System.Text;
using BlazorTravel.Domain;
using BlazorTravel.Domain.Tenants;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>Makes a subdomain of an agency's name: "Fjord &amp; Fell Reisebüro" becomes "fjord-fell-reiseburo".</summary>
public static class SubdomainSuggestion
{
    /// <summary>Empty when the name has no letters or digits that a subdomain can hold.</summary>
    public static string From(string name)
    {
        var text = new StringBuilder();
        foreach (var c in Spell(StorableText.Of(name)).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (
                CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
                && c is not ('\'' or '’')
                && text is [.., not '-']
            )
            {
                text.Append('-');
            }
        }
        var whole = text.ToString().Trim('-');
        if (whole.Length <= Subdomain.MaxLength)
        {
            return whole;
        }
        // Cut between words where there is a gap not too far back.
        var cut = whole.LastIndexOf('-', Subdomain.MaxLength);
        return whole[..(cut >= Subdomain.MinLength ? cut : Subdomain.MaxLength)].TrimEnd('-');
    }

    // Letters that do not come apart into a base letter and a mark.
    private static string Spell(string name) =>
        name.Replace("ß", "ss", StringComparison.Ordinal)
            .Replace("æ", "ae", StringComparison.OrdinalIgnoreCase)
            .Replace("ø", "o", StringComparison.OrdinalIgnoreCase)
            .Replace("œ", "oe", StringComparison.OrdinalIgnoreCase)
            .Replace("ł", "l", StringComparison.OrdinalIgnoreCase)
            .Replace("đ", "d", StringComparison.OrdinalIgnoreCase);
}
