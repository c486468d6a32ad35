using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Limits;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>Takes travel requests from other programs, by the same rules as the form.</summary>
public static partial class TravelRequestsApi
{
    public const string IdempotencyHeader = "Idempotency-Key";
    private const int IdempotencyKeyMaxLength = 200;
    private const int MaxBodyBytes = 64 * 1024;

    private static readonly string[] Paths = ["/api/v1/travel-requests", "/api/travel-requests"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in Paths)
        {
            endpoints
                .MapPost(path, SubmitAsync)
                .WithName(path == Paths[0] ? "SubmitTravelRequest" : "SubmitTravelRequestUnversioned")
                .WithSummary("Sends a travel request to an agency")
                .WithTags("Travel requests")
                .Accepts<TravelRequestBody>("application/json")
                .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
                .WithMetadata(
                    new LimitedAttribute(LimitNames.TravelRequests),
                    new LimitedAttribute(LimitNames.AgencyTravelRequests)
                )
                .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
                .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
                .AllowAnonymous()
                .DisableAntiforgery();
        }
    }

    private static async Task<Results<Created<TravelRequestRow>, ValidationProblem, ProblemHttpResult>> SubmitAsync(
        HttpContext http,
        CurrentTenant current,
        SubmitTravelRequest submit,
        IOptions<PlatformOptions> platform,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        if (current.Agency is not { } agency)
        {
            return Problem(400, "Say which agency the request is for: call its own host, or name it in X-Tenant-ID.");
        }
        if (!http.Request.HasJsonContentType())
        {
            return Problem(415, "Send the request as application/json.");
        }
        var key = http.Request.Headers[IdempotencyHeader];
        if (key.Count > 1 || key is [{ Length: 0 or > IdempotencyKeyMaxLength }])
        {
            return Problem(400, $"Give one {IdempotencyHeader} of 1 to {IdempotencyKeyMaxLength} characters.");
        }
        if (await ReadAsync(http) is not { } body)
        {
            return Problem(400, "The body is not a JSON object.");
        }
        var (form, malformed) = body;
        var (details, problems) = form.Read(time.GetUtcNow());
        if (details is null || malformed.Count > 0)
        {
            return TypedResults.ValidationProblem(Describe(problems, malformed), "Some fields are missing or wrong.");
        }
        try
        {
            var submissionKey = key is [{ } text] ? KeyFrom(text) : Guid.NewGuid();
            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            var request = await submit.RunAsync(details, submissionKey, language, http.RequestAborted);
            if (TravelRequestRow.Details(request) != details)
            {
                return Problem(422, $"This {IdempotencyHeader} was used for another request. Choose a new one.");
            }
            return TypedResults.Created(
                $"{Paths[0]}/{request.Id.ToString(CultureInfo.InvariantCulture)}",
                TravelRequestRow.From(request, platform.Value.AgencyUrl(agency.Subdomain))
            );
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotTaken(loggers.CreateLogger(typeof(TravelRequestsApi).FullName!), exception);
            http.Response.Headers.RetryAfter = "5";
            return Problem(503, "The request could not be taken just now. Send it again with the same key.");
        }
    }

    /// <summary>
    /// Puts each field's value, as text, where the form has it; what is neither text nor number is named instead. Null where
    /// the body is no JSON object.
    /// </summary>
    private static async Task<(TripForm Form, List<string> Malformed)?> ReadAsync(HttpContext http)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(
                http.Request.Body,
                new JsonDocumentOptions { MaxDepth = 8 },
                http.RequestAborted
            );
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            var malformed = new List<string>();
            string? Text(string name)
            {
                if (!document.RootElement.TryGetProperty(name, out var value))
                {
                    return null;
                }
                switch (value.ValueKind)
                {
                    case JsonValueKind.Null:
                        return null;
                    case JsonValueKind.String when TryGetString(value, out var text):
                        return text;
                    // Rounded, so that the point is never taken for a thousands' separator.
                    case JsonValueKind.Number when value.TryGetDecimal(out var number):
                        return number.ToString("0.##", CultureInfo.InvariantCulture);
                    default:
                        malformed.Add(name);
                        return null;
                }
            }
            var form = new TripForm
            {
                Destination = Text("destination"),
                TravelDate = Text("travel_date"),
                Email = Text("user_email"),
                NumPersons = Text("num_persons"),
                ReturnDate = Text("return_date"),
                Nights = Text("nights"),
                TravelerName = Text("traveler_name"),
                Phone = Text("phone"),
                Budget = Text("budget"),
                BudgetCurrency = Text("budget_currency"),
                Notes = Text("notes"),
            };
            return (form, malformed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A lone half of a surrogate pair may be written in JSON, but is no text.
    private static bool TryGetString(JsonElement value, out string? text)
    {
        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    private static Dictionary<string, string[]> Describe(
        IReadOnlyList<TripProblem> problems,
        IReadOnlyList<string> malformed
    )
    {
        var errors = problems
            .GroupBy(problem => NameOf(problem.Field))
            .ToDictionary(group => group.Key, group => group.Select(Describe).ToArray());
        foreach (var name in malformed)
        {
            errors[name] = ["Give a string or a number."];
        }
        return errors;
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

    private static Guid KeyFrom(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static ProblemHttpResult Problem(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status);

    [LoggerMessage(LogLevel.Error, "A travel request could not be taken in through the API")]
    private static partial void LogNotTaken(ILogger logger, Exception exception);
}
