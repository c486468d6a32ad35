using System.Text.RegularExpressions;

namespace BlazorTravel.Tests.Architecture;

/// <summary>The rules of the house that are to be seen in the text of the sources only.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] KnowsConnections = ["Tenancy", "Data", "Embedded", "Setup"];

    [Fact]
    public void Only_tenancy_data_embedded_and_setup_see_connection_strings()
    {
        var users = SourceFile.All.Where(file => Connection().IsMatch(file.Code)).ToList();

        Assert.NotEmpty(users);
        Nowhere(users.Where(file => !KnowsConnections.Any(file.IsIn)));
    }

    [Fact]
    public void Pages_do_not_touch_a_database_context()
    {
        Assert.NotEmpty(SourceFile.Razor);
        Nowhere(
            SourceFile.All.Where(file =>
                (
                    file.Path.EndsWith(".razor", StringComparison.Ordinal)
                    || file.Path.EndsWith(".razor.cs", StringComparison.Ordinal)
                ) && file.Code.Contains("DbContext", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void Program_reads_as_a_table_of_contents()
    {
        var program = Assert.Single(SourceFile.All, file => file.Path == "BlazorTravel.Web/Program.cs");
        Assert.InRange(program.Lines, 1, 70);
    }

    [Fact]
    public void Every_page_has_a_title()
    {
        var pages = SourceFile.Razor.Where(file => PageDirective().IsMatch(file.Code)).ToList();

        // A page may have its title from a component that sets it, such as the one with its heading.
        var titling = SourceFile
            .Razor.Where(file => file.Code.Contains("<PageTitle>", StringComparison.Ordinal))
            .Select(file => $"<{Path.GetFileNameWithoutExtension(file.Path)}")
            .Append("<PageTitle>")
            .ToList();

        Assert.NotEmpty(pages);
        Nowhere(pages.Where(page => !titling.Exists(tag => page.Code.Contains(tag, StringComparison.Ordinal))));
    }

    [Fact]
    public void No_component_is_longer_than_150_lines()
    {
        Assert.NotEmpty(SourceFile.Razor);
        Nowhere(SourceFile.Razor.Where(file => file.Lines > 150));
    }

    [Fact]
    public void Time_comes_from_the_time_provider()
    {
        Assert.NotEmpty(SourceFile.All);
        Nowhere(SourceFile.All.Where(file => Clock().IsMatch(file.Code)));
    }

    [Fact]
    public void Nothing_is_named_after_everything()
    {
        Assert.NotEmpty(SourceFile.All);
        // The stand-in for the tenancy library has that library's names.
        Nowhere(SourceFile.All.Where(file => !file.IsIn("Tenancy/StandIn") && VagueName().IsMatch(file.Path)));
    }

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("@DateTimeOffset.Now.Year", true)]
    [InlineData("// DateTime.Now would be local", false)]
    [InlineData("@* DateTime.Now *@ time.GetUtcNow()", false)]
    [InlineData("see https://example.com and DateTime.Today", true)]
    public void The_clock_is_seen_in_code_and_not_in_comments(string text, bool seen) =>
        Assert.Equal(seen, Clock().IsMatch(new SourceFile("Example.cs", text).Code));

    private static void Nowhere(IEnumerable<SourceFile> files) =>
        Assert.Equal([], files.Select(file => $"{file.Path} ({file.Lines} lines)"));

    [GeneratedRegex(@"\bConnectionStrings\b|\bGetConnectionString\b|\bNpgsqlConnection|\bNpgsqlDataSource")]
    private static partial Regex Connection();

    [GeneratedRegex(@"^@page\s", RegexOptions.Multiline)]
    private static partial Regex PageDirective();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"(/|[a-z])(Helpers?|Extensions|Managers?|Services?|Common|Util(itie)?s?)(/|\.(cs|razor|razor\.cs)$)"
    )]
    private static partial Regex VagueName();
}
