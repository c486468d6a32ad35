using System.Globalization;
using BlazorTravel.Tests.Shell;
using BlazorTravel.Web.Shared;

namespace BlazorTravel.Tests.Shared;

public class RelativeTimeTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [InlineData(0, "today")]
    [InlineData(1, "tomorrow")]
    [InlineData(-1, "yesterday")]
    [InlineData(19, "in 19 days")]
    [InlineData(-4, "4 days ago")]
    [InlineData(59, "in 59 days")]
    [InlineData(60, "in 2 months")]
    [InlineData(365, "in 12 months")]
    [InlineData(-800, "2 years ago")]
    public void A_distance_in_days_is_said_as_a_person_would(int days, string words) =>
        Assert.Equal(words, RelativeTime.Days(Today.AddDays(days), Today, Texts.Of<SharedTexts>("en")));

    [Fact]
    public void The_distance_speaks_the_readers_language()
    {
        Assert.Equal("in 19 Tagen", RelativeTime.Days(Today.AddDays(19), Today, Texts.Of<SharedTexts>("de")));
        Assert.Equal("dans 19 jours", RelativeTime.Days(Today.AddDays(19), Today, Texts.Of<SharedTexts>("fr")));
        Assert.Equal("hace 4 días", RelativeTime.Days(Today.AddDays(-4), Today, Texts.Of<SharedTexts>("es")));
    }

    [Theory]
    [InlineData("-00:05:00", "just now")]
    [InlineData("00:00:59", "just now")]
    [InlineData("00:05:30", "5 min")]
    [InlineData("03:59:00", "3 h")]
    [InlineData("1.02:00:00", "1 day")]
    [InlineData("12.00:00:00", "12 days")]
    public void A_span_names_its_largest_unit(string span, string words) =>
        Assert.Equal(
            words,
            RelativeTime.Span(TimeSpan.Parse(span, CultureInfo.InvariantCulture), Texts.Of<SharedTexts>("en"))
        );
}
