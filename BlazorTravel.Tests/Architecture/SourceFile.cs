using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Architecture;

/// <summary>One source file of the app, for rules that the compiled code does not show.</summary>
/// <param name="Path">Relative to the repository's root, with forward slashes.</param>
/// <param name="Text">As it is.</param>
public sealed partial record SourceFile(string Path, string Text)
{
    private static readonly string[] Projects = ["BlazorTravel.Web", "BlazorTravel.Domain"];

    /// <summary>All hand-written C# and Razor files of the app; what tools generate is left out.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [
        .. Projects
            .SelectMany(project =>
                Directory.EnumerateFiles(Repository.PathTo(project), "*", SearchOption.AllDirectories)
            )
            .Where(path =>
                path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
            )
            .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !Generated().IsMatch(path))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Repository.PathTo(path)))),
    ];

    public static IReadOnlyList<SourceFile> Razor { get; } =
    [.. All.Where(file => file.Path.EndsWith(".razor", StringComparison.Ordinal))];

    /// <summary>The text without comments, in which a word is code.</summary>
    public string Code { get; } = LineComment().Replace(BlockComment().Replace(Text, ""), "");

    public int Lines => Text.TrimEnd('\n').Split('\n').Length;

    /// <summary>Whether the file lies in a folder of the Web project, such as <c>Data</c>.</summary>
    public bool IsIn(string folder) => Path.StartsWith($"BlazorTravel.Web/{folder}/", StringComparison.Ordinal);

    public override string ToString() => Path;

    [GeneratedRegex("/(bin|obj|Migrations|CompiledModels?|node_modules)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"/\*.*?\*/|@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex BlockComment();

    [GeneratedRegex("(?<!:)//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
