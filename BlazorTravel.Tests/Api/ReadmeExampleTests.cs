using System.Diagnostics;
using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Api;

/// <summary>The examples in the README's chapter on the API, run by a shell as they stand there.</summary>
public sealed partial class ReadmeExampleTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Separator = "=== next example ===";

    [Fact]
    public async Task The_examples_work_as_they_stand()
    {
        await using (var desk = world.Desk())
        {
            for (var i = 0; i < 120; i++)
            {
                await desk.AddAsync(email: $"{i}@example.com", age: TimeSpan.FromDays(1));
            }
        }
        var blocks = await ReadBlocksAsync();
        var output = await RunAsync(string.Join($"\necho; echo '{Separator}'\n", blocks.Select(Adapt)));
        var outputs = blocks
            .Zip(output.Split(Separator))
            .ToDictionary(pair => pair.First.Split('\n')[0].TrimStart('#', ' '), pair => pair.Second.Trim());

        string Of(string begin) => outputs.Single(pair => pair.Key.StartsWith(begin, StringComparison.Ordinal)).Value;
        Assert.Equal(6, outputs.Count);
        Assert.Contains("\"status\":\"new\"", Of("Send a request"), StringComparison.Ordinal);
        Assert.Contains("\"page_url\":\"http://acme.", Of("Send a request"), StringComparison.Ordinal);
        Assert.Contains($"\"email\":\"{ApiWorld.AgentEmail}\"", Of("Sign in"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", Of("List the newest"), StringComparison.Ordinal);
        Assert.Contains("rel=\"next\"", Of("List the newest"), StringComparison.Ordinal);
        Assert.Contains("\"total\":121,", Of("List the newest"), StringComparison.Ordinal);
        var references = Of("Read all").Split('\n');
        Assert.Equal(121, references.Distinct().Count());
        Assert.Equal(121, references.Length);
        Assert.Contains("\"status\":\"in_progress\"", Of("Read one request"), StringComparison.Ordinal);
        await world.Backends.Mail.WaitForAsync(mail =>
            mail.IsTo("ada@example.com") && mail.Text.Contains("We are looking for the best flights.")
        );
        Assert.StartsWith("204\n", Of("Exchange the refresh token"), StringComparison.Ordinal);
        Assert.Contains("\"status\":401", Of("Exchange the refresh token"), StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadBlocksAsync()
    {
        var readme = await File.ReadAllTextAsync(Repository.PathTo("README.md"));
        var chapter = Chapter().Match(readme).Value;
        Assert.NotEmpty(chapter);
        return [.. Block().Matches(chapter).Select(match => match.Groups[1].Value.Trim())];
    }

    /// <summary>This server's port, this world's password, and a day that lies ahead whenever the test runs.</summary>
    private string Adapt(string block) =>
        block
            .Replace("localhost:5000", $"localhost:{world.Server.Port}", StringComparison.Ordinal)
            .Replace("Acme-Travel-2026", TestAgency.Password, StringComparison.Ordinal)
            .Replace("2027-03-01", ApiWorld.Day, StringComparison.Ordinal);

    private static async Task<string> RunAsync(string script)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // A proxy that is set up for the machine knows nothing of this server.
                Environment = { ["no_proxy"] = "*", ["NO_PROXY"] = "*" },
            }
        )!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{output}\n{await errors}");
        return output;
    }

    [GeneratedRegex(@"^## REST API$.*?^## ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Chapter();

    [GeneratedRegex(@"^```sh$(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
