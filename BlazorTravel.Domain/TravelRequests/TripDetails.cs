using System.Net.Mail;

namespace BlazorTravel.Domain.TravelRequests;

/// <summary>What a traveler asks for. The first four are required; <see cref="Check"/> holds the rules for all of them.</summary>
public sealed record TripDetails(string Destination, DateOnly TravelDate, string UserEmail, int NumPersons)
{
    public const int DestinationMinLength = 2;
    public const int DestinationMaxLength = 120;
    public const int EmailMaxLength = 254;
    public const int MaxPersons = 99;
    public const int MaxYearsAhead = 10;
    public const int MaxNights = 365;
    public const int NameMaxLength = 120;
    public const int PhoneMaxLength = 40;
    public const int NotesMaxLength = 4000;
    public const decimal MaxBudget = 10_000_000;

    /// <summary>The day of the journey home.</summary>
    public DateOnly? ReturnDate { get; init; }
    public string? TravelerName { get; init; }
    public string? Phone { get; init; }

    /// <summary>For the whole trip and all persons, in <see cref="BudgetCurrency"/>.</summary>
    public decimal? Budget { get; init; }

    /// <summary>ISO 4217; present exactly when a budget is.</summary>
    public string? BudgetCurrency { get; init; }
    public string? Notes { get; init; }

    public int? Nights => ReturnDate is { } back ? back.DayNumber - TravelDate.DayNumber : null;

    /// <summary>
    /// The rules that are broken, one per field at most; none when the request can be taken. A travel date is accepted while
    /// it is still that day anywhere on Earth, so that nobody's "today" is refused because of their time zone.
    /// </summary>
    public IReadOnlyList<TripProblem> Check(DateTimeOffset now)
    {
        var today = TodayAnywhere(now);
        var problems = new List<TripProblem>();
        void When(bool broken, TripField field, TripRule rule)
        {
            if (broken && !problems.Exists(problem => problem.Field == field))
            {
                problems.Add(new TripProblem(field, rule));
            }
        }

        When(Destination.Length < DestinationMinLength, TripField.Destination, TripRule.Missing);
        When(Destination.Length > DestinationMaxLength, TripField.Destination, TripRule.TooLong);
        When(HasControlCharacters(Destination), TripField.Destination, TripRule.Invalid);
        When(TravelDate < today, TripField.TravelDate, TripRule.InThePast);
        When(TravelDate > today.AddYears(MaxYearsAhead), TripField.TravelDate, TripRule.TooFar);
        When(UserEmail.Length == 0, TripField.UserEmail, TripRule.Missing);
        When(!IsEmail(UserEmail), TripField.UserEmail, TripRule.Invalid);
        When(NumPersons is < 1 or > MaxPersons, TripField.NumPersons, TripRule.OutOfRange);
        When(ReturnDate < TravelDate, TripField.ReturnDate, TripRule.BeforeTravelDate);
        When(Nights > MaxNights, TripField.ReturnDate, TripRule.TooFar);
        When(TravelerName?.Length > NameMaxLength, TripField.TravelerName, TripRule.TooLong);
        When(HasControlCharacters(TravelerName), TripField.TravelerName, TripRule.Invalid);
        When(Phone?.Length > PhoneMaxLength, TripField.Phone, TripRule.TooLong);
        When(Phone is not null && Phone.Count(char.IsAsciiDigit) < 5, TripField.Phone, TripRule.Invalid);
        When(HasControlCharacters(Phone), TripField.Phone, TripRule.Invalid);
        When(Budget is <= 0 or > MaxBudget, TripField.Budget, TripRule.OutOfRange);
        When(
            BudgetCurrency is not null && !(BudgetCurrency.Length == 3 && BudgetCurrency.All(char.IsAsciiLetterUpper)),
            TripField.Budget,
            TripRule.Invalid
        );
        When(Notes?.Length > NotesMaxLength, TripField.Notes, TripRule.TooLong);
        return problems;
    }

    /// <summary>The earliest calendar day that it still is somewhere: UTC-12.</summary>
    public static DateOnly TodayAnywhere(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));

    /// <summary>One address, with a dot in its domain, that a mail can be sent to.</summary>
    public static bool IsEmail(string text) =>
        text.Length <= EmailMaxLength
        && !HasControlCharacters(text)
        && StorableText.Of(text) == text
        && !text.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or '"')
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        // Taken by the library, but by no mail server.
        && !$".{address.User}.".Contains("..", StringComparison.Ordinal)
        && address.Host.Contains('.', StringComparison.Ordinal)
        && !address.Host.EndsWith('.');

    private static bool HasControlCharacters(string? text) => text is not null && text.Any(char.IsControl);
}

/// <summary>A field and the rule that it breaks.</summary>
public readonly record struct TripProblem(TripField Field, TripRule Rule);

public enum TripField
{
    Destination,
    TravelDate,
    UserEmail,
    NumPersons,
    ReturnDate,
    Nights,
    TravelerName,
    Phone,
    Budget,
    Notes,
}

public enum TripRule
{
    Missing,
    Invalid,
    TooLong,
    OutOfRange,
    InThePast,
    TooFar,
    BeforeTravelDate,
}
