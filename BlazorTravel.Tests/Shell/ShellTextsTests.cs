using System.Collections;
using System.Globalization;
using System.Resources;
using BlazorTravel.Web.Shared;
using BlazorTravel.Web.Shell;

namespace BlazorTravel.Tests.Shell;

public class ShellTextsTests
{
    // What only agents and superadmins see is English for now.
    private static readonly string[] DeskOnly =
    [
        "MainNavigation",
        "FoldRail",
        "SearchRequests",
        "Account",
        "SignedInAs",
        "SignOut",
        "Close",
        "Shortcut",
        "Nav",
        "ShowAsTable",
        "NoFigures",
    ];

    public static TheoryData<Type, string> EveryTranslation =>
        new(
            from texts in new[] { typeof(ShellTexts), typeof(SharedTexts) }
            from language in Languages.All.Skip(1)
            select (texts, language.Name)
        );

    [Theory]
    [MemberData(nameof(EveryTranslation))]
    public void Everything_a_traveler_reads_is_translated(Type texts, string language)
    {
        var resources = new ResourceManager(texts);
        var translated = Keys(resources, CultureInfo.GetCultureInfo(language));
        var expected = Keys(resources, CultureInfo.InvariantCulture)
            .Where(key => !DeskOnly.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToList();

        Assert.NotEmpty(expected);
        Assert.Empty(expected.Except(translated));
    }

    [Fact]
    public void Every_entry_of_the_rails_has_a_text_and_an_icon()
    {
        var texts = new ResourceManager(typeof(ShellTexts));

        foreach (var entry in Navigation.Agency.Concat(Navigation.Platform))
        {
            Assert.NotNull(texts.GetString(entry.Label, CultureInfo.InvariantCulture));
            Assert.Contains(entry.Icon, Icons.Names);
        }
    }

    private static List<string> Keys(ResourceManager resources, CultureInfo culture) =>
        [
            .. resources
                .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
                .Cast<DictionaryEntry>()
                .Select(entry => (string)entry.Key),
        ];
}
