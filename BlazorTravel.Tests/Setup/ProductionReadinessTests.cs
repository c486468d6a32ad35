using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Setup;
using Microsoft.Extensions.Configuration;

namespace BlazorTravel.Tests.Setup;

/// <summary>What must be set before strangers may come.</summary>
public sealed class ProductionReadinessTests(TestRun run)
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["ConnectionStrings:Main"] = "Host=db;Database=main;Username=app;Password=2f9c81d07a",
        ["ConnectionStrings:Redis"] = "redis:6379,password=77aa01c2b3",
        ["BaseDomain"] = "travel.example",
        ["PublicScheme"] = "https",
        ["Smtp:Host"] = "mail.example",
        ["Superadmin:Email"] = "root@travel.example",
        ["Superadmin:Password"] = "blue river walks slowly",
    };

    [Fact]
    public void With_everything_set_there_is_nothing_to_say()
    {
        Assert.Empty(Missing());
        Assert.Empty(Warnings());
    }

    [Theory]
    [InlineData("ConnectionStrings:Main", "Host=db;Username=postgres;Password=postgres", "ConnectionStrings__Main")]
    [InlineData("Smtp:Password", "changeme", "Smtp__Password")]
    [InlineData("Superadmin:Password", "Superadmin-2026", "documented one")]
    [InlineData("Superadmin:Password", "Acme-Travel-2026", "nobody guesses")]
    [InlineData("Superadmin:Password", "short", "nobody guesses")]
    [InlineData("Superadmin:Password", "Password1234", "nobody guesses")]
    [InlineData("Demo:Enabled", "true", "Demo__Enabled=false")]
    public void Each_secret_that_everybody_knows_is_named(string key, string? value, string named)
    {
        var missing = Missing((key, value));

        Assert.Contains(missing, sentence => sentence.Contains(named, StringComparison.Ordinal));
        Assert.Single(missing);
    }

    [Theory]
    [InlineData("ConnectionStrings:Main", null, "ConnectionStrings__Main")]
    [InlineData("ConnectionStrings:Redis", " ", "ConnectionStrings__Redis")]
    [InlineData("BaseDomain", null, "BaseDomain")]
    [InlineData("BaseDomain", "localhost:5000", "BaseDomain")]
    [InlineData("BaseDomain", "127.0.0.1:5000", "BaseDomain")]
    [InlineData("PublicScheme", "http", "PublicScheme=https")]
    [InlineData("Smtp:Host", null, "Smtp__Host")]
    public void Each_default_of_a_developers_machine_is_warned_of(string key, string? value, string named)
    {
        Assert.Contains(named, Assert.Single(Warnings((key, value))), StringComparison.Ordinal);
        Assert.Empty(Missing((key, value)));
    }

    [Fact]
    public async Task A_server_on_known_secrets_lists_them_all_at_once_and_ends()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var settings = new Dictionary<string, string?>
        {
            ["Superadmin:Password"] = "Superadmin-2026",
            ["Smtp:Password"] = "changeme",
            ["Demo:Enabled"] = "true",
        };

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            backends.StartProcessAsync(new AppOptions { Environment = "Production", Settings = settings })
        );

        foreach (
            var named in new[]
            {
                "does not start in Production",
                "Superadmin__Password",
                "Smtp__Password",
                "Demo__Enabled",
            }
        )
        {
            Assert.Contains(named, refusal.Message);
        }
        Assert.DoesNotContain("Superadmin-2026", refusal.Message);
        Assert.DoesNotContain("   at ", refusal.Message);
    }

    [Fact]
    public async Task A_database_that_was_begun_in_development_is_not_opened_to_strangers()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var development = await backends.StartServerAsync(
            new AppOptions
            {
                Settings = new Dictionary<string, string?>
                {
                    ["Superadmin:Email"] = SuperadminOptions.DevelopmentEmail,
                    ["Superadmin:Password"] = SuperadminOptions.DevelopmentPassword,
                },
            }
        );
        await development.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            backends.StartProcessAsync(new AppOptions { Environment = "Production" })
        );

        Assert.Contains($"another password for {SuperadminOptions.DevelopmentEmail}", refusal.Message);
        Assert.DoesNotContain(SuperadminOptions.DevelopmentPassword, refusal.Message);
    }

    private static List<string> Missing(params (string Key, string? Value)[] changes) =>
        ProductionReadiness.WhatToSet(Settings(changes));

    private static List<string> Warnings(params (string Key, string? Value)[] changes) =>
        ProductionReadiness.WhatToMind(Settings(changes));

    private static IConfiguration Settings((string Key, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (key, value) in changes)
        {
            settings.Remove(key);
            if (value is not null)
            {
                settings[key] = value;
            }
        }
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
