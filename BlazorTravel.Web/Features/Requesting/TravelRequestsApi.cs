using System.Globalization;
using System.Text.Json;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Limits;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Takes travel requests from other programs, by the same rules as the form.</summary>
public static class TravelRequestsApi
{
    private const string Resource = "travel-requests";

    private static readonly ApiNotes Sends = new("createTravelRequest", "Send a travel request to an agency")
    {
        Text = """
            Takes a traveler's request: it appears at once on the agency's open desks, and the traveler gets a confirmation by
            mail, in the language of `Accept-Language` where the platform speaks it. No sign-in is needed.

            Numbers may be given as strings, as forms have them. Fields that the API does not know are ignored.
            """,
        IsCreation = true,
        IsForAgency = true,
        RequestExample = """
            {"destination":"Lisbon","travel_date":"2027-03-01","user_email":"ada@example.com","num_persons":2,
            "nights":7,"traveler_name":"Ada Lovelace","budget":1800,"budget_currency":"EUR","notes":"A window seat, please."}
            """,
        ResponseExample = """
            {"id":4711,"reference":"K7M-4Q2D","destination":"Lisbon","travel_date":"2027-03-01","user_email":"ada@example.com",
            "num_persons":2,"return_date":"2027-03-08","nights":7,"traveler_name":"Ada Lovelace","phone":null,"budget":1800,
            "budget_currency":"EUR","notes":"A window seat, please.","culture":"en","status":"new",
            "created_at":"2026-11-23T09:30:00Z","updated_at":"2026-11-23T09:30:00Z",
            "page_url":"https://acme.example.com/r/0123456789abcdef0123456789abcdef"}
            """,
    };

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapApi(
            Resource,
            "Travel requests",
            group =>
                group
                    .MapPost("", SubmitAsync)
                    .Accepts<TravelRequestBody>(JsonBody.Json)
                    .Produces<TravelRequestRow>(StatusCodes.Status201Created)
                    .Note(Sends)
                    .WithMetadata(
                        new LimitedAttribute(LimitNames.TravelRequests),
                        new LimitedAttribute(LimitNames.AgencyTravelRequests)
                    )
                    .AllowAnonymous()
        );

    private static async Task<IResult> SubmitAsync(
        HttpContext http,
        CurrentTenant current,
        SubmitTravelRequest submit,
        OnceOnly once,
        IOptions<PlatformOptions> platform,
        TimeProvider time
    )
    {
        if (current.Agency is not { } agency)
        {
            return Problems.Of(
                ProblemKind.Malformed,
                "Say which agency the request is for: call its own host, or name it in X-Tenant-ID."
            );
        }
        var body = await JsonBody.ReadAsync(http);
        var key = CallKey.Read(http, Resource, body);
        var details = ReadDetails(body, time.GetUtcNow());
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var created = await once.CreateAsync<TravelRequest, TravelRequestRow>(
            key,
            async keep => await submit.RunAsync(details, Guid.NewGuid(), language, keep, http.RequestAborted),
            request =>
                (
                    string.Create(CultureInfo.InvariantCulture, $"{ApiRoutes.Version}/{Resource}/{request.Id}"),
                    TravelRequestRow.From(request, platform.Value.AgencyUrl(agency.Subdomain))
                ),
            http.RequestAborted
        );
        return created!;
    }

    /// <exception cref="RefusedException">A field is missing or wrong.</exception>
    private static TripDetails ReadDetails(JsonBody body, DateTimeOffset now)
    {
        var form = new TripForm
        {
            Destination = body.TextOrNumber("destination"),
            TravelDate = body.TextOrNumber("travel_date"),
            Email = body.TextOrNumber("user_email"),
            NumPersons = body.TextOrNumber("num_persons"),
            ReturnDate = body.TextOrNumber("return_date"),
            Nights = body.TextOrNumber("nights"),
            TravelerName = body.TextOrNumber("traveler_name"),
            Phone = body.TextOrNumber("phone"),
            Budget = body.TextOrNumber("budget"),
            BudgetCurrency = body.TextOrNumber("budget_currency"),
            Notes = body.TextOrNumber("notes"),
        };
        var (details, problems) = form.Read(now);
        foreach (var problem in problems)
        {
            body.Errors.Add(NameOf(problem.Field), Describe(problem));
        }
        body.Errors.ThrowIfAny();
        return details!;
    }

    private static string NameOf(TripField field) => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ToString());

    private static string Describe(TripProblem problem) =>
        (problem.Field, problem.Rule) switch
        {
            (TripField.NumPersons, not TripRule.Missing) => $"Give a whole number from 1 to {TripDetails.MaxPersons}.",
            (TripField.Nights, TripRule.Invalid) => "Give nights that agree with return_date, or one of the two only.",
            (TripField.Nights, _) => $"Give a whole number from 0 to {TripDetails.MaxNights}.",
            (TripField.Budget, TripRule.Invalid) => "Give an amount, and the currency as a code of ISO 4217.",
            (TripField.Budget, _) => "Give an amount above 0 and up to 10,000,000.",
            (TripField.UserEmail, TripRule.Invalid) => "Give one mail address, such as name@example.com.",
            (TripField.TravelDate or TripField.ReturnDate, TripRule.Invalid) =>
                "Give the date as ISO 8601 has it: 2026-12-31.",
            (TripField.ReturnDate, TripRule.TooFar) =>
                $"Give a date within {TripDetails.MaxNights} days of travel_date.",
            (_, TripRule.Missing) => "This field is required.",
            (_, TripRule.TooLong) => "This is too long.",
            (_, TripRule.InThePast) => "Give today's date or a later one.",
            (_, TripRule.TooFar) => $"Give a date within the next {TripDetails.MaxYearsAhead} years.",
            (_, TripRule.BeforeTravelDate) => "Give travel_date or a later date.",
            _ => "This cannot be read.",
        };
}
