using BlazorTravel.Domain.TravelRequests;
using Bogus;

namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>The words of demo requests, in the languages that travelers write in.</summary>
public sealed record DemoTexts(string Locale, string Currency, string[] Wishes, string[] Offers, string[] Farewells)
{
    public static string[] Languages { get; } = ["en", "de", "fr", "es"];

    public static string[] Destinations { get; } =
    [
        "Lisbon, Portugal",
        "Kyoto, Japan",
        "Reykjavík, Iceland",
        "Rome, Italy",
        "Bergen, Norway",
        "Cape Town, South Africa",
        "Paris, France",
        "Barcelona, Spain",
        "Marrakesh, Morocco",
        "Santorini, Greece",
        "Lofoten Islands, Norway",
        "New York, United States",
        "Tromsø, Norway",
        "Bali, Indonesia",
        "Edinburgh, United Kingdom",
        "Dubrovnik, Croatia",
        "São Miguel, Azores",
        "Hanoi, Vietnam",
        "Cusco, Peru",
        "Tallinn, Estonia",
        "Vienna, Austria",
        "Copenhagen, Denmark",
        "Istanbul, Türkiye",
        "Queenstown, New Zealand",
        "Zermatt, Switzerland",
        "Kraków, Poland",
        "Sicily, Italy",
        "Mallorca, Spain",
        "Seoul, South Korea",
        "Vancouver, Canada",
    ];

    /// <summary>What the agency's people write for themselves.</summary>
    public static string[] Notes { get; } =
    [
        "Called, nobody answered. Trying again tomorrow.",
        "Prefers an aisle seat and a quiet room away from the lift.",
        "Travelled with us before and was happy with the small hotel.",
        "Waiting for the partner’s quote for the transfers.",
        "Flexible by two days either way if that saves money.",
        "Asked about travel insurance; sent our leaflet.",
        "One of them needs a step-free room.",
        "Vegetarian meals for two.",
    ];

    private static readonly Dictionary<string, DemoTexts> Known = new(StringComparer.Ordinal)
    {
        ["en"] = new(
            "en_GB",
            "GBP",
            [
                "We would love a room with a view of the water, and one long walk a day.",
                "Celebrating our tenth anniversary. Surprise us!",
                "Two children, 6 and 9. A pool would make everybody happy.",
                "By train if at all possible, we do not mind a stop on the way.",
            ],
            [
                "Here is our offer: two variants, the second a little quieter.",
                "We found something we think you will like.",
            ],
            ["We are sorry that it does not work out this time.", "All the best, and until next time."]
        ),
        ["de"] = new(
            "de",
            "EUR",
            [
                "Gern ein kleines Hotel mit gutem Frühstück, keine Bettenburg.",
                "Wir reisen mit Hund (12 kg, sehr freundlich).",
                "Bitte mit der Bahn, Umsteigen ist kein Problem.",
                "Geburtstagsreise für meine Mutter, sie wird 70.",
            ],
            ["Hier ist unser Angebot mit zwei Varianten.", "Wir haben etwas Schönes gefunden, sehen Sie selbst."],
            ["Schade, dass es diesmal nicht klappt.", "Alles Gute und bis zum nächsten Mal."]
        ),
        ["fr"] = new(
            "fr",
            "EUR",
            [
                "Une petite maison avec jardin serait idéale.",
                "Voyage de noces, nous aimerions du calme et de bons restaurants.",
                "Trois générations en voyage : pas trop d’escaliers, s’il vous plaît.",
            ],
            ["Voici notre offre, avec deux variantes.", "Nous avons trouvé quelque chose qui devrait vous plaire."],
            ["Dommage que cela n’aille pas cette fois-ci.", "À une prochaine fois, avec plaisir."]
        ),
        ["es"] = new(
            "es",
            "EUR",
            [
                "Nos gustaría un hotel céntrico y tranquilo.",
                "Viajamos con un bebé, necesitamos cuna.",
                "Queremos hacer senderismo tres o cuatro días.",
            ],
            ["Aquí tiene nuestra oferta, con dos variantes.", "Hemos encontrado algo que le va a gustar."],
            ["Sentimos que esta vez no sea posible.", "Hasta la próxima, un cordial saludo."]
        ),
    };

    public static DemoTexts In(string language) => Known[language];

    /// <summary>A word to the traveler that fits the new status; null where none is needed.</summary>
    public string? MessageFor(RequestStatus status, Randomizer random) =>
        status switch
        {
            RequestStatus.Offered => random.ArrayElement(Offers),
            RequestStatus.Declined or RequestStatus.Cancelled => random.ArrayElement(Farewells),
            _ => null,
        };
}
