using BlazorTravel.Domain.TravelRequests;
using Bogus;

namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>
/// Makes plausible requests of the last months, the same for the same seed and day, with the histories that an agency's
/// people would have given them.
/// </summary>
public sealed class DemoRequests(int seed, DateTimeOffset now, IReadOnlyList<Actor> people)
{
    public const int Days = 120;

    private readonly Randomizer random = new(seed);

    public IEnumerable<TravelRequest> Make(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // More of late, as with an agency that grows.
            var age = Days * Math.Pow(random.Double(), 1.4);
            yield return MakeOne(now.AddDays(-age).AddMinutes(-1));
        }
    }

    private TravelRequest MakeOne(DateTimeOffset receivedAt)
    {
        var language = random.WeightedRandom(DemoTexts.Languages, [0.45f, 0.25f, 0.15f, 0.15f]);
        var texts = DemoTexts.In(language);
        var faker = new Faker(texts.Locale) { Random = random };
        var travelDate = DateOnly.FromDateTime(receivedAt.UtcDateTime).AddDays(random.Int(4, 220));
        var name = faker.Name.FullName();
        var details = new TripDetails(
            random.ArrayElement(DemoTexts.Destinations),
            travelDate,
            faker.Internet.Email(faker.Name.FirstName(), faker.Name.LastName(), "example.com").ToLowerInvariant(),
            random.WeightedRandom([1, 2, 3, 4, 5, 6, 9, 14], [0.18f, 0.42f, 0.12f, 0.15f, 0.06f, 0.04f, 0.02f, 0.01f])
        )
        {
            ReturnDate = random.Bool(0.8f) ? travelDate.AddDays(random.Int(2, 21)) : null,
            TravelerName = random.Bool(0.85f) ? name : null,
            Phone = random.Bool(0.4f) ? random.Replace("+## ### ######") : null,
            Budget = random.Bool(0.45f) ? random.Int(4, 120) * 100 : null,
            Notes = random.Bool(0.55f) ? random.ArrayElement(texts.Wishes) : null,
        };
        details = details with { BudgetCurrency = details.Budget is null ? null : texts.Currency };
        var request = TravelRequest.Receive(details, random.Guid(), language, receivedAt);
        Work(request, receivedAt, texts);
        return request;
    }

    /// <summary>Lets the agency's people work on it, as far as time and the status flow allow.</summary>
    private void Work(TravelRequest request, DateTimeOffset at, DemoTexts texts)
    {
        at += Pause(0.3, 30);
        if (at >= now || random.Bool(0.03f))
        {
            return;
        }
        request.MarkSeen(at);
        var actor = random.ListItem([.. people]);
        if (random.Bool(0.3f))
        {
            request.AddNote(actor, random.ArrayElement(DemoTexts.Notes), at);
        }
        foreach (var next in Path())
        {
            at += Pause(2, 70);
            var today = TripDetails.TodayAnywhere(at);
            if (at >= now || !StatusFlow.After(request.Status, request.TravelDate, today).Contains(next))
            {
                return;
            }
            var message = random.Bool(0.6f) ? texts.MessageFor(next, random) : null;
            request.ChangeStatus(next, actor, message, at);
            if (random.Bool(0.15f) && at.AddMinutes(20) is var later && later < now)
            {
                request.AddNote(random.ListItem([.. people]), random.ArrayElement(DemoTexts.Notes), later);
            }
        }
    }

    private RequestStatus[] Path() =>
        random.WeightedRandom<RequestStatus[]>(
            [
                [RequestStatus.InProgress, RequestStatus.Offered, RequestStatus.Booked],
                [RequestStatus.InProgress, RequestStatus.Offered],
                [RequestStatus.InProgress],
                [RequestStatus.InProgress, RequestStatus.Declined],
                [RequestStatus.Offered, RequestStatus.InProgress, RequestStatus.Offered, RequestStatus.Booked],
                [RequestStatus.InProgress, RequestStatus.Offered, RequestStatus.Cancelled],
                [RequestStatus.InProgress, RequestStatus.Offered, RequestStatus.Booked, RequestStatus.Cancelled],
                [],
            ],
            [0.36f, 0.14f, 0.12f, 0.11f, 0.07f, 0.09f, 0.03f, 0.08f]
        );

    private TimeSpan Pause(double fromHours, double toHours) => TimeSpan.FromHours(random.Double(fromHours, toHours));
}
