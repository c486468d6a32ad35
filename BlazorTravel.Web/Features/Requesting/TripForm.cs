using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlazorTravel.Domain;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>
/// What was typed, field by field and exactly so, whether it came from a circuit, a form's post or the API. Read, it becomes
/// <see cref="TripDetails"/> or a list of what is wrong.
/// </summary>
public sealed class TripForm
{
    /// <summary>Made with the form; see <see cref="SubmissionKey"/>.</summary>
    public string? Key { get; set; }
    public string? Destination { get; set; }

    /// <summary>As date inputs give it: 2026-12-31.</summary>
    public string? TravelDate { get; set; }
    public string? Email { get; set; }
    public string? NumPersons { get; set; }
    public string? ReturnDate { get; set; }
    public string? Nights { get; set; }
    public string? TravelerName { get; set; }
    public string? Phone { get; set; }
    public string? Budget { get; set; }
    public string? BudgetCurrency { get; set; }
    public string? Notes { get; set; }

    /// <summary>An empty form for two, with a new key.</summary>
    public static TripForm Blank() =>
        new()
        {
            Key = Guid.NewGuid().ToString(),
            NumPersons = "2",
            BudgetCurrency = "EUR",
        };

    /// <summary>True when one of the fields that are folded away holds something.</summary>
    public bool SaysMore =>
        new[] { ReturnDate, Nights, TravelerName, Phone, Budget, Notes }.Any(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>Reads the fields; every rule that is broken is in the result, one per field at most.</summary>
    public TripReading Read(DateTimeOffset now)
    {
        var problems = new List<TripProblem>();
        var date = ReadDate(TravelDate, TripField.TravelDate, problems);
        if (date is null && problems.Count == 0)
        {
            problems.Add(new(TripField.TravelDate, TripRule.Missing));
        }
        var persons = ReadNumber(NumPersons, TripField.NumPersons, problems);
        if (string.IsNullOrWhiteSpace(NumPersons))
        {
            problems.Add(new(TripField.NumPersons, TripRule.Missing));
        }
        var budget = ReadBudget(problems);
        // Where the date cannot be read, another one stands in for it, so that the other fields are judged all the same.
        var travelDate = date ?? DateOnly.FromDateTime(now.UtcDateTime);
        var details = new TripDetails(Line(Destination) ?? "", travelDate, Line(Email) ?? "", persons ?? 1)
        {
            ReturnDate = ReadReturnDate(date, problems),
            TravelerName = Line(TravelerName),
            Phone = Line(Phone),
            Budget = budget,
            BudgetCurrency = budget is null ? null : Line(BudgetCurrency)?.ToUpperInvariant() ?? "EUR",
            Notes = Paragraphs(Notes),
        };
        foreach (var problem in details.Check(now))
        {
            if (!problems.Exists(known => known.Field == problem.Field))
            {
                problems.Add(problem);
            }
        }
        return new TripReading(problems.Count == 0 ? details : null, [.. problems.OrderBy(problem => problem.Field)]);
    }

    /// <summary>
    /// The same for the same form with the same content, however often it is sent; another one when something was changed
    /// before sending it again, which is then a request of its own.
    /// </summary>
    public Guid SubmissionKey(TripDetails details)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(details);
        return new Guid(SHA256.HashData([.. Encoding.UTF8.GetBytes(Key ?? ""), 0, .. content]).AsSpan(0, 16));
    }

    private DateOnly? ReadReturnDate(DateOnly? travelDate, List<TripProblem> problems)
    {
        var back = ReadDate(ReturnDate, TripField.ReturnDate, problems);
        var nights = ReadNumber(Nights, TripField.Nights, problems);
        if (nights is < 0 or > TripDetails.MaxNights)
        {
            problems.Add(new(TripField.Nights, TripRule.OutOfRange));
            return back;
        }
        if (travelDate is not { } start)
        {
            return null;
        }
        if (nights is null || back is null)
        {
            return back
                ?? (nights is { } n && n <= DateOnly.MaxValue.DayNumber - start.DayNumber ? start.AddDays(n) : null);
        }
        if (back.Value.DayNumber - start.DayNumber != nights)
        {
            problems.Add(new(TripField.Nights, TripRule.Invalid));
        }
        return back;
    }

    private static DateOnly? ReadDate(string? text, TripField field, List<TripProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, 0, out var date))
        {
            return date;
        }
        problems.Add(new(field, TripRule.Invalid));
        return null;
    }

    private static int? ReadNumber(string? text, TripField field, List<TripProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        problems.Add(new(field, TripRule.Invalid));
        return null;
    }

    private decimal? ReadBudget(List<TripProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(Budget))
        {
            return null;
        }
        if (Amount.TryParse(Budget, out var amount))
        {
            return amount;
        }
        problems.Add(new(TripField.Budget, TripRule.Invalid));
        return null;
    }

    private static string? Line(string? text) => Storable(text)?.Trim() is { Length: > 0 } line ? line : null;

    // Browsers post line ends as CR LF and give scripts LF.
    private static string? Paragraphs(string? text) =>
        text is null
            ? null
            : Line(string.Concat(text.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t')));

    // Halves of surrogate pairs cannot be stored; accents are kept in one form, so that they can be found.
    private static string? Storable(string? text) => text is null ? null : StorableText.Of(text).Normalize();
}

/// <summary>What a form says: the trip, or what is wrong with it in the order of the fields.</summary>
public sealed record TripReading(TripDetails? Details, IReadOnlyList<TripProblem> Problems);
