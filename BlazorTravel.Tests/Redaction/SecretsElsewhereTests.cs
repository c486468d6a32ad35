using System.Diagnostics;
using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Redaction;

/// <summary>Secrets where others can look: command lines and environments of other programs, and the repository.</summary>
public sealed partial class SecretsElsewhereTests(TestRun run)
{
    // Documented accounts of development machines and of tests; they open nothing elsewhere.
    private static readonly string[] Allowed =
    [
        "Superadmin-2026",
        "Acme-Travel-2026",
        "Fjord-Travel-2026",
        "Correct-Horse-2026",
        "Correct-Horse-2025",
        "Mail-Secret-4711",
        // What the readiness of a server is tried with.
        "2f9c81d07a",
        "77aa01c2b3",
        "Password=postgres",
        // What the walls are tried with, and what a server refuses to start on.
        "A-Good-Long-Word-1",
        "change-me",
    ];

    [Fact]
    public async Task Programs_that_the_app_starts_show_no_secret_to_other_users()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks at /proc.");
        await using var backends = await AppBackends.StartAsync(run);
        // PostgreSQL's account must be able to enter, else its files would lie elsewhere.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(backends.DataDirectory, (UnixFileMode)Convert.ToInt32("711", 8));
        }
        var app = await backends.StartProcessAsync(
            new AppOptions
            {
                Settings = new Dictionary<string, string?>
                {
                    ["ConnectionStrings:Main"] = null,
                    ["ConnectionStrings:Redis"] = null,
                    ["Superadmin:Password"] = "only-the-app-knows-1",
                    ["Smtp:Username"] = "mailer",
                    ["Smtp:Password"] = "only-the-app-knows-2",
                },
            }
        );
        string[] secrets =
        [
            "only-the-app-knows-1",
            "only-the-app-knows-2",
            (await File.ReadAllTextAsync(Path.Combine(backends.DataDirectory, "postgres", "password"))).Trim(),
            (await File.ReadAllTextAsync(Path.Combine(backends.DataDirectory, "garnet", "password"))).Trim(),
        ];
        Assert.All(secrets, secret => Assert.True(secret.Length >= 16));

        var servers = 0;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => Number().IsMatch(folder)))
        {
            var (commandLine, environment) = (Read(process, "cmdline"), Read(process, "environ"));
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, commandLine));
            if (
                commandLine.Contains(backends.DataDirectory, StringComparison.Ordinal)
                && !process.EndsWith($"/{app.Id}", StringComparison.Ordinal)
            )
            {
                servers++;
                Assert.All(secrets, secret => Assert.DoesNotContain(secret, environment));
            }
        }
        Assert.True(servers > 0, "The private PostgreSQL was not found.");
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, app.Output));
    }

    [Fact]
    public async Task The_repository_holds_no_secret()
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", ["ls-files"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
            }
        )!;
        var output = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(git.ExitCode == 0, "Not a git repository.");
        var files = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(files.Length > 100, $"Only {files.Length} files were found.");

        var found = new List<string>();
        foreach (var file in files.Where(file => !Binary().IsMatch(file) && File.Exists(Repository.PathTo(file))))
        {
            // The patterns themselves, and what tests feed them with.
            if (file.StartsWith("BlazorTravel.Tests/Redaction/", StringComparison.Ordinal))
            {
                continue;
            }
            var text = await File.ReadAllTextAsync(Repository.PathTo(file));
            found.AddRange(
                from Match match in KeyLike().Matches(text)
                where !Allowed.Any(allowed => match.Value.Contains(allowed, StringComparison.Ordinal))
                select $"{file}: {match.Value}"
            );
        }
        Assert.Equal([], found);
    }

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", true)]
    [InlineData("AKIAABCDEFGHIJKLMNOP", true)]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789", true)]
    [InlineData("token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk", true)]
    [InlineData("Host=db;Password=s3cr3t-and-long", true)]
    [InlineData("\"ApiKey\": \"0123456789abcdef0123\"", true)]
    [InlineData("Password=${POSTGRES_PASSWORD:?set it}", false)]
    [InlineData("Host=db;Username=…;Password=…", false)]
    [InlineData("[\"Password\"] = password", false)]
    public void What_looks_like_a_key_is_seen(string text, bool seen) => Assert.Equal(seen, KeyLike().IsMatch(text));

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file)).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is none of ours.
            return "";
        }
    }

    [GeneratedRegex(@"/\d+$")]
    private static partial Regex Number();

    [GeneratedRegex(@"\.(png|ico|woff2|tsv|jpg|pdf)$|packages\.lock\.json$|package-lock\.json$")]
    private static partial Regex Binary();

    // Private keys, keys of well-known services, tokens, and literal values of what is named like a secret.
    [GeneratedRegex(
        """
            -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----
            | \bAKIA[0-9A-Z]{16}\b
            | \bgh[pousr]_[A-Za-z0-9]{36,}
            | \bxox[abprs]-[A-Za-z0-9-]{10,}
            | \beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}
            | \b(?:password|pwd)=(?![\s$…{<"'`x]|\[removed\])[^;\s"'`,)}]{8,}
            | ["'](?:api_?key|client_?secret|access_?key|private_?key)["']\s*[:=]\s*["'][A-Za-z0-9+/_=-]{16,}["']
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex KeyLike();
}
