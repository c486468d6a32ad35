using System.Globalization;
using BlazorTravel.Web.Data;

namespace BlazorTravel.Web.Api;

/// <summary>A call's query, read field by field, so that everything that is wrong with it can be said at once.</summary>
public sealed class QueryFields(HttpRequest request)
{
    public const int MaxPageSize = 100;
    public const int DefaultPageSize = 20;

    public FieldErrors Errors { get; } = new();

    public bool Has(string name) => !string.IsNullOrEmpty(request.Query[name]);

    /// <summary>From 1.</summary>
    public int Page() => Number("page", 1, int.MaxValue, 1);

    public int PageSize() => Number("page_size", 1, MaxPageSize, DefaultPageSize);

    /// <summary>Null where it is missing or empty.</summary>
    public string? Text(string name, int maxLength)
    {
        if (One(name) is not { } text)
        {
            return null;
        }
        if (text.Length > maxLength)
        {
            Errors.Add(name, $"Give at most {maxLength} characters.");
            return null;
        }
        if (text.Any(char.IsControl))
        {
            Errors.Add(name, "Leave out control characters.");
            return null;
        }
        return text;
    }

    /// <summary>Any number of an enum's words, repeated or joined by commas; without repetition, in the enum's order.</summary>
    public IReadOnlyList<T> Words<T>(string name)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (var word in request.Query[name].SelectMany(value => (value ?? "").Split(',')))
        {
            if (word.Trim() is not { Length: > 0 } trimmed)
            {
                continue;
            }
            if (EnumColumns.TryRead<T>(trimmed, out var value))
            {
                found.Add(value);
            }
            else
            {
                Errors.Add(name, $"Give any of {string.Join(", ", Enum.GetValues<T>().Select(EnumColumns.Write))}.");
            }
        }
        return [.. found.Distinct().Order()];
    }

    /// <summary>One of the keys of a table; the first where it is missing.</summary>
    public T Choice<T>(string name, IReadOnlyList<(string Word, T Value)> choices)
    {
        if (One(name) is not { } word)
        {
            return choices[0].Value;
        }
        foreach (var choice in choices)
        {
            if (choice.Word == word)
            {
                return choice.Value;
            }
        }
        Errors.Add(name, $"Give one of {string.Join(", ", choices.Select(choice => choice.Word))}.");
        return choices[0].Value;
    }

    private int Number(string name, int min, int max, int fallback)
    {
        if (One(name) is not { } text)
        {
            return fallback;
        }
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
        )
        {
            return number;
        }
        Errors.Add(
            name,
            max == int.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"Give a whole number from {min}.")
                : string.Create(CultureInfo.InvariantCulture, $"Give a whole number from {min} to {max}.")
        );
        return fallback;
    }

    private string? One(string name)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            Errors.Add(name, "Give this once.");
        }
        return values is [{ } text, ..] && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
