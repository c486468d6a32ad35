using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>What the API takes; describes the body, which is read field by field. The first four are required.</summary>
public sealed record TravelRequestBody(
    [property:
        MinLength(TripDetails.DestinationMinLength),
        MaxLength(TripDetails.DestinationMaxLength),
        Description("Where to: a city, a country, or in the traveler's own words.")
    ]
        string Destination,
    [property: Description("The day of departure, today or within ten years.")] DateOnly TravelDate,
    [property:
        EmailAddress,
        MaxLength(TripDetails.EmailMaxLength),
        Description("Where the confirmation and every news of the request go.")
    ]
        string UserEmail,
    [property: Range(1, TripDetails.MaxPersons), Description("How many travel.")] int NumPersons,
    [property: Description("The day of the journey home; at most 365 days after travel_date.")]
        DateOnly? ReturnDate = null,
    [property: Range(0, TripDetails.MaxNights), Description("Instead of return_date, or in agreement with it.")]
        int? Nights = null,
    [property: MaxLength(TripDetails.NameMaxLength)] string? TravelerName = null,
    [property: MaxLength(TripDetails.PhoneMaxLength)] string? Phone = null,
    [property: Range(0.01, 10_000_000), Description("For the whole trip and all persons.")] decimal? Budget = null,
    [property: RegularExpression("^[A-Za-z]{3}$"), Description("ISO 4217; EUR where it is missing.")]
        string? BudgetCurrency = null,
    [property: MaxLength(TripDetails.NotesMaxLength), Description("Wishes, in the traveler's words.")]
        string? Notes = null
);

/// <summary>A request as the API answers it to whoever sent it. <see cref="PageUrl"/> holds its secret.</summary>
public sealed record TravelRequestRow(
    long Id,
    [property: Description("The short name that people read to each other.")] string Reference,
    string Destination,
    DateOnly TravelDate,
    string UserEmail,
    int NumPersons,
    DateOnly? ReturnDate,
    int? Nights,
    string? TravelerName,
    string? Phone,
    decimal? Budget,
    string? BudgetCurrency,
    string? Notes,
    [property: Description("The language of the mails, as a BCP 47 tag.")] string Culture,
    RequestStatus Status,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    [property: Description("The traveler's own page; whoever has the link may follow and change the request.")]
        string PageUrl
)
{
    public static TravelRequestRow From(TravelRequest request, string agencyUrl) =>
        new(
            request.Id,
            RequestReference.Format(request.Reference),
            request.Destination,
            request.TravelDate,
            request.UserEmail,
            request.NumPersons,
            request.ReturnDate,
            request.Nights,
            request.TravelerName,
            request.Phone,
            request.Budget,
            request.BudgetCurrency,
            request.Notes,
            request.Culture,
            request.Status,
            request.CreatedAt.ForApi(),
            request.UpdatedAt.ForApi(),
            $"{agencyUrl}/r/{request.AccessToken}"
        );
}
