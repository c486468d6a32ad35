using System.Globalization;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Reads amounts of money as people of different countries write them.</summary>
public static class Amount
{
    private static readonly char[] Separators = ['.', ','];

    /// <summary>
    /// 1500, 1.500, 1,500.00, 1 500,5 and 1'500: the last point or comma is the decimal one when other than three digits
    /// follow it, or when both kinds are there; rounded to two decimals.
    /// </summary>
    public static bool TryParse(string text, out decimal amount)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '’')));
        var last = digits.LastIndexOfAny(Separators);
        if (last >= 0)
        {
            var after = digits.Length - last - 1;
            var others = digits[..last].IndexOfAny(Separators);
            var isDecimal = after != 3 || (others >= 0 && digits[others] != digits[last]);
            if (isDecimal && digits[..last].Contains(digits[last], StringComparison.Ordinal))
            {
                amount = 0;
                return false;
            }
            var whole = string.Concat(digits[..last].Where(c => !Separators.Contains(c)));
            digits = isDecimal ? $"{whole}.{digits[(last + 1)..]}" : whole + digits[(last + 1)..];
        }
        var read = decimal.TryParse(
            digits,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out amount
        );
        amount = read ? Math.Round(amount, 2, MidpointRounding.AwayFromZero) : 0;
        return read;
    }
}
