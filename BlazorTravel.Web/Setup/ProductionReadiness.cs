using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Features.TenantManagement.Demo;
using BlazorTravel.Web.Tenancy;
using Npgsql;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// What must be set before strangers may come: outside Development the application refuses to start on secrets that everybody
/// knows, says all there is to set at once, and warns of what is fine on a developer's machine alone.
/// </summary>
public static class ProductionReadiness
{
    // What installation guides write, and people leave as it is.
    private static readonly string[] WellKnownPasswords =
    [
        "postgres",
        "password",
        "blazortravel",
        "changeme",
        "change-me",
        "secret",
        "admin",
        "root",
        "guest",
        "123456",
        "12345678",
    ];

    /// <summary>False, with the reasons on the console, where a secret is missing or known to everybody.</summary>
    public static async Task<bool> IsReadyForItsEnvironmentAsync(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            return true;
        }
        var environment = builder.Environment.EnvironmentName;
        if (WhatToSet(builder.Configuration) is { Count: > 0 } missing)
        {
            await Console.Error.WriteLineAsync(Describe(environment, missing));
            return false;
        }
        foreach (var warning in WhatToMind(builder.Configuration))
        {
            await Console.Error.WriteLineAsync($"warning: BlazorTravel runs in {environment} {warning}");
        }
        return true;
    }

    /// <summary>What to do, one sentence each; none of them repeats a secret.</summary>
    internal static List<string> WhatToSet(IConfiguration configuration) =>
        [.. Servers(configuration), .. Accounts(configuration)];

    /// <summary>What works and is seldom meant: each says what it costs, and what to set instead.</summary>
    internal static List<string> WhatToMind(IConfiguration configuration)
    {
        var platform = configuration.Get<PlatformOptions>() ?? new();
        var warnings = new List<string>();
        if (IsMissing("Main") || IsMissing("Redis"))
        {
            warnings.Add(
                "on a PostgreSQL or Redis of its own, with all data in DataDirectory on this one machine. "
                    + "Set ConnectionStrings__Main and ConnectionStrings__Redis for more than one server."
            );
        }
        if (IsThisMachine(platform.BaseHost))
        {
            warnings.Add("for this machine alone. Set BaseDomain to the host that people reach the platform under.");
        }
        if (!platform.IsSecure)
        {
            warnings.Add(
                "without TLS: passwords cross the network in the open. Put a proxy with TLS in front and set PublicScheme=https."
            );
        }
        if (string.IsNullOrWhiteSpace(configuration["Smtp:Host"]))
        {
            warnings.Add(
                "without a mail server: mail is written to DataDirectory/mail, where nobody gets it. Set Smtp__Host and Smtp__From."
            );
        }
        return warnings;

        bool IsMissing(string name) => string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));
    }

    internal static string Describe(string environment, IEnumerable<string> missing) =>
        string.Join(
            Environment.NewLine,
            [
                "",
                $"BlazorTravel does not start in {environment} before this is set:",
                "",
                .. missing.Select(sentence => $"  - {sentence}"),
                "",
                "Set them as environment variables or in appsettings.json; README.md has the chapter “Before strangers come”.",
                "",
            ]
        );

    private static IEnumerable<string> Servers(IConfiguration configuration)
    {
        if (IsWellKnown(PasswordIn(configuration.GetConnectionString("Main"))))
        {
            yield return "ConnectionStrings__Main: a password that is not the first one to be guessed";
        }
        if (IsWellKnown(configuration["Smtp:Password"]))
        {
            yield return "Smtp__Password: a password that is not the first one to be guessed";
        }
    }

    private static IEnumerable<string> Accounts(IConfiguration configuration)
    {
        var (email, password) = (configuration["Superadmin:Email"], configuration["Superadmin:Password"]);
        if (password == SuperadminOptions.DevelopmentPassword)
        {
            yield return "Superadmin__Password: one of your own; the documented one of development machines is known to everybody";
        }
        else if (
            !string.IsNullOrEmpty(password)
            && (PasswordRules.Check(password, email ?? "") is not null || IsDemoPassword(password))
        )
        {
            yield return $"Superadmin__Password: at least {PasswordRules.MinLength} characters that nobody guesses";
        }
        if (configuration.GetValue("Demo:Enabled", false))
        {
            yield return "Demo__Enabled=false: demo accounts have public passwords and exist in Development only";
        }
    }

    private static bool IsDemoPassword(string password) => DemoAgency.All.Any(agency => agency.Password == password);

    private static bool IsWellKnown(string? password) =>
        password is { Length: > 0 } && WellKnownPasswords.Contains(password, StringComparer.OrdinalIgnoreCase);

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static string? PasswordIn(string? connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Password;
        }
        catch (ArgumentException)
        {
            // Opening the connection will say so.
            return null;
        }
    }
}
