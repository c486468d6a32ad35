using System.Globalization;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Shared;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Says rules, days and figures of a trip in the reader's language.</summary>
public sealed class TripWords(
    IStringLocalizer<RequestingTexts> texts,
    IStringLocalizer<SharedTexts> shared,
    TimeProvider time
)
{
    /// <summary>What to do about a broken rule.</summary>
    public string Error(TripProblem problem)
    {
        var own = texts[$"Error_{problem.Field}_{problem.Rule}"];
        return own.ResourceNotFound ? texts[$"Error_{problem.Rule}"] : own;
    }

    /// <summary>How a date that was typed is understood: Sat 12 Dec 2026, in 19 days. Null for none or one that has passed.</summary>
    public string? Day(string? typed)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, 0, out var day) && day >= today
            ? $"{day.ToString("ddd d MMM yyyy", CultureInfo.CurrentCulture)}, {RelativeTime.Days(day, today, shared)}"
            : null;
    }

    public string Nights(int count) => count == 1 ? texts["OneNight"] : texts["NightsCount", count];

    /// <summary>1,500 EUR, with the reader's separators.</summary>
    public static string Money(decimal amount, string? currency)
    {
        var format = amount == decimal.Truncate(amount) ? "N0" : "N2";
        return $"{amount.ToString(format, CultureInfo.CurrentCulture)} {currency}";
    }
}
