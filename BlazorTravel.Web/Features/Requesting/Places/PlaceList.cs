using System.Globalization;
using System.Text;
using BlazorTravel.Domain;

namespace BlazorTravel.Web.Features.Requesting.Places;

/// <summary>
/// Where people travel to: countries, well-known regions and cities, each with its names in the languages of the pages, and
/// some eight thousand cities by population. Only a help in typing; a destination may be anything.
/// </summary>
public sealed class PlaceList
{
    private const int MinQueryLength = 2;
    private const int MaxQueryLength = 60;

    // The columns of countries.tsv after the code.
    private static readonly string[] Languages = ["en", "de", "fr", "es"];

    private readonly Dictionary<string, string[]> countries;

    // In the order in which equally good matches are shown.
    private readonly Known[] places;

    public PlaceList()
    {
        countries = Read("countries.tsv").ToDictionary(columns => columns[0], columns => columns[1..]);
        var wellKnown = Read("regions.tsv")
            .Select(columns => new Known(columns[0], columns[1], "", Others(columns)))
            .ToList();
        var taken = wellKnown.SelectMany(place => place.Keys.Select(key => (key, place.Country))).ToHashSet();
        var cities = Read("cities.tsv")
            .Select(columns => new Known(columns[0], columns[1], columns.ElementAtOrDefault(2) ?? "", []))
            .Where(city => !taken.Contains((city.Keys[0], city.Country)));
        places = [.. wellKnown, .. cities];
    }

    /// <summary>
    /// The best matches for what was typed so far, best first: accents and case do not matter, beginnings of the name before
    /// beginnings of a later word. A country is named in the language it was typed in or else in the current one.
    /// </summary>
    public IReadOnlyList<Place> Search(string? query, int limit = 7)
    {
        var typed = Key(query ?? "");
        if (typed.Length is < MinQueryLength or > MaxQueryLength)
        {
            return [];
        }
        var language = Math.Max(0, Array.IndexOf(Languages, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName));
        return
        [
            .. countries
                .Values.Select(names => MatchCountry(names, typed, language))
                .Concat(places.Select(place => place.Match(typed, code => countries[code][language])))
                .OfType<Match>()
                .OrderBy(match => match.Rank)
                .Take(limit)
                .Select(match => match.Place)
                .Distinct(),
        ];
    }

    // The current language's name first: of several that match, it is the one to show.
    private static Match? MatchCountry(string[] names, string typed, int language) =>
        names
            .Prepend(names[language])
            .Select(name => Rank(Key(name), typed) is { } rank ? new Match(rank, new Place(name, "")) : null)
            .FirstOrDefault(match => match is not null);

    private static string[] Others(string[] columns) =>
        columns.ElementAtOrDefault(2)?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static int? Rank(string key, string typed) =>
        key == typed ? 0
        : key.StartsWith(typed, StringComparison.Ordinal) ? 1
        : key.Contains(" " + typed, StringComparison.Ordinal) ? 2
        : null;

    /// <summary>Lower case, without accents; hyphens and apostrophes are spaces.</summary>
    private static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var c in StorableText.Of(text).Trim().Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }
            _ = char.ToLowerInvariant(c) switch
            {
                'ß' => key.Append("ss"),
                'ø' => key.Append('o'),
                'ł' => key.Append('l'),
                'đ' => key.Append('d'),
                'ı' => key.Append('i'),
                'æ' => key.Append("ae"),
                'œ' => key.Append("oe"),
                '-' or '\'' or '’' or ',' => key.Append(' '),
                var lower => key.Append(lower),
            };
        }
        return key.ToString();
    }

    private static IEnumerable<string[]> Read(string file)
    {
        using var stream =
            typeof(PlaceList).Assembly.GetManifestResourceStream(typeof(PlaceList), file)
            ?? throw new InvalidOperationException($"{file} is not part of the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('\t');
            }
        }
    }

    private sealed class Known(string name, string country, string region, string[] others)
    {
        private readonly string[] names = [name, .. others];

        public string Country { get; } = country;
        public string[] Keys { get; } = [Key(name), .. others.Select(Key)];

        /// <summary>Shown under the name that was typed.</summary>
        public Match? Match(string typed, Func<string, string> countryName)
        {
            Match? best = null;
            for (var i = 0; i < Keys.Length; i++)
            {
                if (Rank(Keys[i], typed) is { } rank && (best is null || rank < best.Rank))
                {
                    var where = countryName(Country);
                    best = new Match(rank, new Place(names[i], region.Length > 0 ? $"{region}, {where}" : where));
                }
            }
            return best;
        }
    }

    private sealed record Match(int Rank, Place Place);
}

/// <summary>A suggestion: what it is called and where it lies, which is empty for a country.</summary>
public sealed record Place(string Name, string Where);
