using System.Text.Json.Serialization;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>What the API takes; describes the body, which is read field by field. The first four are required.</summary>
public sealed record TravelRequestBody(
    [property: JsonPropertyName("destination")] string Destination,
    [property: JsonPropertyName("travel_date")] DateOnly TravelDate,
    [property: JsonPropertyName("user_email")] string UserEmail,
    [property: JsonPropertyName("num_persons")] int NumPersons,
    [property: JsonPropertyName("return_date")] DateOnly? ReturnDate = null,
    [property: JsonPropertyName("nights")] int? Nights = null,
    [property: JsonPropertyName("traveler_name")] string? TravelerName = null,
    [property: JsonPropertyName("phone")] string? Phone = null,
    [property: JsonPropertyName("budget")] decimal? Budget = null,
    [property: JsonPropertyName("budget_currency")] string? BudgetCurrency = null,
    [property: JsonPropertyName("notes")] string? Notes = null
);

/// <summary>A request as the API answers it to whoever sent it. <see cref="PageUrl"/> holds its secret.</summary>
public sealed record TravelRequestRow(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("reference")] string Reference,
    [property: JsonPropertyName("destination")] string Destination,
    [property: JsonPropertyName("travel_date")] DateOnly TravelDate,
    [property: JsonPropertyName("user_email")] string UserEmail,
    [property: JsonPropertyName("num_persons")] int NumPersons,
    [property: JsonPropertyName("return_date")] DateOnly? ReturnDate,
    [property: JsonPropertyName("nights")] int? Nights,
    [property: JsonPropertyName("traveler_name")] string? TravelerName,
    [property: JsonPropertyName("phone")] string? Phone,
    [property: JsonPropertyName("budget")] decimal? Budget,
    [property: JsonPropertyName("budget_currency")] string? BudgetCurrency,
    [property: JsonPropertyName("notes")] string? Notes,
    [property: JsonPropertyName("culture")] string Culture,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("updated_at")] DateTime UpdatedAt,
    [property: JsonPropertyName("page_url")] string PageUrl
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
            System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Status.ToString()),
            request.CreatedAt.UtcDateTime,
            request.UpdatedAt.UtcDateTime,
            $"{agencyUrl}/r/{request.AccessToken}"
        );

    /// <summary>What the request asks for, to compare it with what was sent.</summary>
    public static TripDetails Details(TravelRequest request) =>
        new(request.Destination, request.TravelDate, request.UserEmail, request.NumPersons)
        {
            ReturnDate = request.ReturnDate,
            TravelerName = request.TravelerName,
            Phone = request.Phone,
            Budget = request.Budget,
            BudgetCurrency = request.BudgetCurrency,
            Notes = request.Notes,
        };
}
