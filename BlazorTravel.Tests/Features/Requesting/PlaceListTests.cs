using System.Globalization;
using BlazorTravel.Web.Features.Requesting.Places;

namespace BlazorTravel.Tests.Features.Requesting;

public sealed class PlaceListTests
{
    private static readonly PlaceList Places = new();

    [Theory]
    [InlineData("en", "lisb", "Lisbon", "Portugal")]
    [InlineData("de", "lissa", "Lissabon", "Portugal")]
    [InlineData("de", "LISB", "Lisbon", "Portugal")]
    [InlineData("es", "londr", "Londres", "Reino Unido")]
    [InlineData("en", "malaga", "Málaga", "Andalusia, Spain")]
    [InlineData("en", "sao paulo", "São Paulo", "Brazil")]
    [InlineData("fr", "cote d azur", "Côte d’Azur", "France")]
    [InlineData("de", "griech", "Griechenland", "")]
    [InlineData("de", "greec", "Greece", "")]
    public void The_first_suggestion_is_the_one_meant(string language, string typed, string name, string where) =>
        Assert.Equal(new Place(name, where), Search(typed, language)[0]);

    [Fact]
    public void A_beginning_comes_before_a_later_word()
    {
        var names = Search("york").Select(place => place.Name).ToList();

        Assert.Equal("York", names[0]);
        Assert.Contains("New York City", names);
    }

    [Fact]
    public void Nothing_is_suggested_twice_or_beyond_the_limit()
    {
        var found = Search("san");

        Assert.Equal(7, found.Count);
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" l ")]
    [InlineData("xyzzyx")]
    [InlineData("a very long text that nobody would ever search a place by, on and on")]
    public void There_may_be_nothing_to_suggest(string? typed) => Assert.Empty(Search(typed));

    private static IReadOnlyList<Place> Search(string? typed, string language = "en")
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return Places.Search(typed);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
