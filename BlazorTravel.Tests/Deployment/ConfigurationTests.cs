using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace BlazorTravel.Tests.Deployment;

/// <summary>What can be known of the deployment's files without a container engine.</summary>
public sealed partial class ConfigurationTests(RenderedPicture picture) : IClassFixture<RenderedPicture>
{
    private static readonly string Docker = Repository.PathTo("docker");
    private static readonly string Compose = File.ReadAllText(Path.Combine(Docker, "compose.yaml"));
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Docker, "Dockerfile"));

    /// <summary>Made by <c>docker/secrets</c>, and so not in the repository.</summary>
    private static readonly string[] MadeOnFirstRun = ["./certificates/site"];

    [Fact]
    public async Task Nginx_takes_the_files_as_they_are_in_containers_and_as_they_are_rendered_here()
    {
        var program = await Prerequisites.EnsureAsync(Prerequisite.Nginx);
        var container = picture.CopyOfNginx();
        File.Copy(
            Path.Combine(Docker, "nginx", "addresses.conf"),
            Path.Combine(container, "addresses.conf"),
            overwrite: true
        );
        foreach (var folder in new[] { container, picture.CopyOfNginx() })
        {
            var check = await ProgramRun.RunAsync(program, ["-t", "-p", folder, "-c", "nginx.conf"]);
            Assert.True(check.ExitCode == 0, check.Output);
            Assert.DoesNotContain("[warn]", check.Output, StringComparison.Ordinal);
            Repository.DeleteFolder(folder);
        }
    }

    [Fact]
    public void Every_image_has_an_exact_tag()
    {
        var images = Services().Select(service => Text(service.Value, "image")).ToList();
        var bases = BaseImage().Matches(Dockerfile).Select(match => match.Groups["image"].Value);
        var stages = StageName().Matches(Dockerfile).Select(match => match.Groups["stage"].Value).ToList();

        Assert.Contains("redis:7.4.5", images);
        Assert.Contains("build", stages);
        Assert.All(
            images.Concat(bases.Except(stages)),
            image => Assert.Matches(@":(\$\{VERSION:-\d[^}]*\}|v?\d[\w.-]*)$", image)
        );
    }

    [Fact]
    public void Every_file_that_a_container_is_given_is_there()
    {
        var mounted = Services()
            .SelectMany(service => List(service.Value, "volumes"))
            .Select(volume => volume.Split(':')[0])
            .Where(source => source.StartsWith('.'));
        var told = Services().SelectMany(service => List(service.Value, "env_file"));
        var given = Map(Root()["configs"]).Values.Select(config => Text(Map(config), "file"));

        var files = mounted.Concat(told).Concat(given.Where(file => file.Length > 0)).Distinct().ToList();

        Assert.Contains("./nginx/addresses.conf", files);
        Assert.Equal([], files.Except(MadeOnFirstRun).Where(file => !Path.Exists(Path.Combine(Docker, file))));
    }

    [Fact]
    public void Every_image_is_built_from_a_stage_that_exists_and_files_that_exist()
    {
        var targets = Services()
            .Where(service => service.Value.ContainsKey("build"))
            .Select(service => Text(Map(service.Value["build"]), "target"));
        var stages = StageName().Matches(Dockerfile).Select(match => match.Groups["stage"].Value).ToList();
        var copied = CopiedFiles()
            .Matches(Dockerfile)
            .SelectMany(match => match.Groups["files"].Value.Split(' ')[..^1])
            .ToList();

        Assert.Equal([], targets.Except(stages));
        Assert.Contains("docker/nginx/static-files", copied);
        Assert.Equal([], copied.Where(file => Matching(file) == 0));
    }

    [Fact]
    public void Whatever_a_service_refers_to_is_declared()
    {
        var root = Root();
        var services = Services();
        foreach (var (_, service) in services)
        {
            IEnumerable<string> needed = service.TryGetValue("depends_on", out var needs) ? Map(needs).Keys : [];
            Assert.Equal([], needed.Except(services.Keys));
            var volumes = List(service, "volumes").Select(volume => volume.Split(':')[0]);
            Assert.Equal([], volumes.Where(name => !name.StartsWith('.')).Except(Map(root["volumes"]).Keys));
            var configs = service.TryGetValue("configs", out var given) ? (List<object>)given : [];
            Assert.Equal([], configs.Select(config => Text(Map(config), "source")).Except(Map(root["configs"]).Keys));
        }
    }

    [Fact]
    public void Every_secret_that_is_asked_for_is_made_on_the_first_run()
    {
        var made = File.ReadAllText(Path.Combine(picture.Folder, ".env"));
        var asked = Variable().Matches(Compose).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.Contains("REDIS_PASSWORD", asked);
        Assert.Equal([], asked.Where(name => !made.Contains($"\n{name}=", StringComparison.Ordinal)));
    }

    [Fact]
    public void Addresses_that_are_written_down_twice_agree()
    {
        var addresses = Services().ToDictionary(service => service.Key, service => Address(service.Value));
        var web = Services()["web-1"];
        var environment = Map(web["environment"]);
        var proxied = ServerAddress()
            .Matches(File.ReadAllText(Path.Combine(Docker, "nginx", "addresses.conf")))
            .Select(match => match.Groups["address"].Value);

        Assert.Equal([addresses["web-1"], addresses["web-2"]], proxied);
        Assert.Equal(addresses["nginx"], Text(environment, "TrustedProxies__0"));
        foreach (var node in addresses.Where(address => address.Key is ['r', .., '-', >= '1' and <= '6']))
        {
            Assert.Contains(
                $"{node.Value}:6379,",
                Text(environment, "ConnectionStrings__Redis"),
                StringComparison.Ordinal
            );
            Assert.Contains($"{node.Value}:6379", List(Services()["redis-cluster"], "entrypoint"));
        }
    }

    [Fact]
    public void Strict_transport_security_is_left_to_the_application() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Docker, "nginx"), "*.conf"),
            file =>
                Assert.DoesNotContain(
                    "Strict-Transport-Security",
                    File.ReadAllText(file),
                    StringComparison.OrdinalIgnoreCase
                )
        );

    [Fact]
    public async Task Servers_on_this_machine_are_told_what_those_in_containers_are_told()
    {
        var here = await File.ReadAllLinesAsync(
            Path.Combine(picture.Folder, "run", "web1.env"),
            TestContext.Current.CancellationToken
        );
        var told = here.Select(line => line.Split('=')[0]).ToList();
        var inContainers = Map(Services()["web-1"]["environment"]).Keys.Where(name => name != "TrustedProxies__0");

        Assert.Equal([], inContainers.Except(told));
        Assert.Contains(
            here,
            line => line.Contains("No Reset On Close=true;Max Auto Prepare=0", StringComparison.Ordinal)
        );
    }

    private static Dictionary<string, object> Root() =>
        Map(
            new DeserializerBuilder()
                .Build()
                .Deserialize<object>(new MergingParser(new Parser(new StringReader(Compose))))
        );

    private static Dictionary<string, Dictionary<string, object>> Services() =>
        Map(Root()["services"]).ToDictionary(service => service.Key, service => Map(service.Value));

    private static Dictionary<string, object> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(entry => (string)entry.Key, entry => entry.Value);

    private static string Text(Dictionary<string, object> map, string key) =>
        map.TryGetValue(key, out var value) ? (string)value : "";

    private static IEnumerable<string> List(Dictionary<string, object> map, string key) =>
        map.TryGetValue(key, out var value) ? ((List<object>)value).Cast<string>() : [];

    private static string Address(Dictionary<string, object> service) =>
        service.TryGetValue("networks", out var networks)
        && networks is Dictionary<object, object>
        && Map(networks)["inside"] is { } inside
            ? Text(Map(inside), "ipv4_address")
            : "";

    private static int Matching(string pattern)
    {
        var path = Repository.PathTo(pattern);
        return Path.Exists(path) ? 1
            : pattern.Contains('*', StringComparison.Ordinal)
                ? Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Length
            : 0;
    }

    [GeneratedRegex(@"^FROM (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex BaseImage();

    [GeneratedRegex(@"^FROM \S+ AS (?<stage>\S+)", RegexOptions.Multiline)]
    private static partial Regex StageName();

    [GeneratedRegex(@"^COPY (?!--from)(?<files>.+)$", RegexOptions.Multiline)]
    private static partial Regex CopiedFiles();

    [GeneratedRegex(@"\$\{(?<name>\w+):\?")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^ *server (?<address>[\d.]+):8080", RegexOptions.Multiline)]
    private static partial Regex ServerAddress();
}
