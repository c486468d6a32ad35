using BlazorTravel.Web.Limits;

namespace BlazorTravel.Web.Features.Requesting.Places;

/// <summary>Suggestions while a destination is typed. The address names the language, so that answers can be cached by anyone.</summary>
public static class PlacesEndpoint
{
    public const string Path = "/places";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapGet(Path, Suggest)
            .WithMetadata(new LimitedAttribute(LimitNames.Places) { Reads = true })
            .AllowAnonymous()
            .ExcludeFromDescription();

    private static IReadOnlyList<Place> Suggest(string? q, PlaceList places, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=86400";
        return places.Search(q);
    }
}
