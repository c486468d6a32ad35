using System.Reflection;
using System.Text.RegularExpressions;

namespace BlazorTravel.Tests.Architecture;

/// <summary>Who may know whom, read from the compiled code.</summary>
public sealed partial class DependencyTests
{
    private static readonly Assembly Web = typeof(Program).Assembly;
    private static readonly Assembly Domain = Assembly.Load("BlazorTravel.Domain");
    private static readonly string[] Foundations = ["Tenancy", "Sessions", "Mail", "Storage", "Data", "Embedded"];

    [Fact]
    public void The_domain_is_plain_csharp()
    {
        Assert.NotEmpty(Domain.GetExportedTypes());
        var foreign = Domain
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name != "netstandard" && !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.Equal([], foreign);
    }

    [Fact]
    public void Features_do_not_know_each_other()
    {
        var features = Web.GetTypes()
            .Select(type => FeatureNamespace().Match(type.Namespace ?? "").Value)
            .Where(name => name.Length > 0)
            .Distinct()
            .ToList();

        Assert.True(features.Count > 1, $"Only found these features: {string.Join(", ", features)}");
        Assert.Equal([], features.SelectMany(feature => Offenders(Web, feature, features.Except([feature]))));
    }

    [Fact]
    public void Foundations_do_not_know_the_features_built_on_them()
    {
        var found = Foundations
            .Select(folder => $"BlazorTravel.Web.{folder}")
            .Where(name => Web.GetTypes().Any(type => type.Namespace is { } space && IsBelow(space, name)))
            .ToList();

        Assert.NotEmpty(found);
        Assert.Equal(
            [],
            found.SelectMany(folder =>
                Offenders(
                    Web,
                    folder,
                    ["BlazorTravel.Web.Features", "BlazorTravel.Web.Shell", "BlazorTravel.Web.Shared"]
                )
            )
        );
    }

    [Fact]
    public void A_reference_hidden_in_an_async_lambda_is_seen()
    {
        var self = typeof(DependencyTests).Assembly;
        const string samples = "BlazorTravel.Tests.Architecture.Samples";

        Assert.Equal(
            [$"{samples}.One.Guest uses {samples}.Two.Host"],
            Offenders(self, $"{samples}.One", [$"{samples}.Two"])
        );
        Assert.Equal([], Offenders(self, $"{samples}.Two", [$"{samples}.One"]));
    }

    private static IEnumerable<string> Offenders(Assembly assembly, string space, IEnumerable<string> forbidden) =>
        CompiledCode
            .UsesIn(assembly)
            .Where(use => IsBelow(use.UserNamespace, space))
            .Where(use => forbidden.Any(other => IsBelow(use.UsedNamespace, other)))
            .Select(use => $"{use.User} uses {use.Used}");

    private static bool IsBelow(string space, string root) =>
        space == root || space.StartsWith($"{root}.", StringComparison.Ordinal);

    [GeneratedRegex(@"^BlazorTravel\.Web\.Features\.\w+")]
    private static partial Regex FeatureNamespace();
}
