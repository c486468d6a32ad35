using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Features.Welcome;

namespace BlazorTravel.Tests.Features.Requesting;

public sealed partial class TextsTests
{
    private static readonly string[] StatusTexts = ["Status", "Standing", "Next", "Event"];

    [Theory]
    [InlineData(typeof(RequestingTexts), "de")]
    [InlineData(typeof(RequestingTexts), "fr")]
    [InlineData(typeof(RequestingTexts), "es")]
    [InlineData(typeof(WelcomeTexts), "de")]
    [InlineData(typeof(WelcomeTexts), "fr")]
    [InlineData(typeof(WelcomeTexts), "es")]
    public void Every_text_is_translated_with_the_same_gaps_to_fill(Type texts, string language)
    {
        var english = Read(texts, CultureInfo.InvariantCulture);
        var translated = Read(texts, CultureInfo.GetCultureInfo(language));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), translated.Keys.Order());
        foreach (var (key, text) in english)
        {
            Assert.Equal((key, Gaps(text)), (key, Gaps(translated[key])));
        }
    }

    [Fact]
    public void Every_rule_and_every_status_has_its_words()
    {
        var texts = Read(typeof(RequestingTexts), CultureInfo.InvariantCulture);

        Assert.All(
            Enum.GetValues<TripRule>().Where(rule => rule is not (TripRule.InThePast or TripRule.BeforeTravelDate)),
            rule => Assert.Contains($"Error_{rule}", texts.Keys)
        );
        Assert.All(
            Enum.GetValues<RequestStatus>().SelectMany(status => StatusTexts.Select(kind => $"{kind}_{status}")),
            key => Assert.Contains(key, texts.Keys)
        );
    }

    private static Dictionary<string, string> Read(Type texts, CultureInfo culture) =>
        new ResourceManager(texts)
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static string Gaps(string text) =>
        string.Join(' ', Gap().Matches(text).Select(match => match.Value).Distinct().Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Gap();
}
