using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Shared;

/// <summary>Distances in time as a person would say them, in the current language.</summary>
public static class RelativeTime
{
    /// <summary>How far a day is from today: "today", "in 19 days", "3 months ago".</summary>
    public static string Days(DateOnly date, DateOnly today, IStringLocalizer<SharedTexts> texts)
    {
        var days = date.DayNumber - today.DayNumber;
        var (unit, count) = Math.Abs(days) switch
        {
            0 => ("Today", 0),
            1 => (days > 0 ? "Tomorrow" : "Yesterday", 0),
            < 60 => ("Days", Math.Abs(days)),
            < 730 => ("Months", (int)Math.Round(Math.Abs(days) / 30.44)),
            _ => ("Years", (int)Math.Round(Math.Abs(days) / 365.25)),
        };
        return count == 0 ? texts[unit] : texts[$"{(days > 0 ? "In" : "Ago")}{unit}", count];
    }

    /// <summary>How long something has been so: "just now", "5 min", "3 h", "1 day", "12 days". Negative counts as none.</summary>
    public static string Span(TimeSpan span, IStringLocalizer<SharedTexts> texts) =>
        span switch
        {
            { TotalMinutes: < 1 } => texts["JustNow"],
            { TotalHours: < 1 } => texts["Minutes", (int)span.TotalMinutes],
            { TotalDays: < 1 } => texts["Hours", (int)span.TotalHours],
            { TotalDays: < 2 } => texts["OneDay"],
            _ => texts["ManyDays", (int)span.TotalDays],
        };
}
