using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Features.TenantManagement.Demo;
using BlazorTravel.Web.Tenancy;
using Npgsql;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// What must be set before strangers may come: outside Development the application refuses to start on what is fine for a
/// developer's machine, and says everything there is to set at once.
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

    /// <summary>False, with the reasons on the console, where something is missing.</summary>
    public static async Task<bool> IsReadyForItsEnvironmentAsync(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment() || WhatToSet(builder.Configuration) is not { Count: > 0 } missing)
        {
            return true;
        }
        await Console.Error.WriteLineAsync(Describe(builder.Environment.EnvironmentName, missing));
        return false;
    }

    /// <summary>What to do, one sentence each; none of them repeats a secret.</summary>
    internal static List<string> WhatToSet(IConfiguration configuration)
    {
        var allowed = configuration.GetSection("Production").Get<ProductionOptions>() ?? new();
        var platform = configuration.Get<PlatformOptions>() ?? new();
        return
        [
            .. Servers(configuration, allowed),
            .. Addresses(platform, allowed),
            .. Mail(configuration, allowed),
            .. Accounts(configuration),
        ];
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

    private static IEnumerable<string> Servers(IConfiguration configuration, ProductionOptions allowed)
    {
        var main = configuration.GetConnectionString("Main");
        if (string.IsNullOrWhiteSpace(main))
        {
            if (!allowed.AllowEmbeddedServers)
            {
                yield return "ConnectionStrings__Main: the PostgreSQL server to keep everything on, such as "
                    + "Host=db;Database=blazortravel;Username=…;Password=…";
            }
        }
        else if (IsWellKnown(PasswordIn(main)))
        {
            yield return "ConnectionStrings__Main: a password that is not the first one to be guessed";
        }
        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString("Redis")) && !allowed.AllowEmbeddedServers)
        {
            yield return "ConnectionStrings__Redis: the Redis server for sign-ins, limits and keys, such as redis:6379,password=…";
        }
        if (
            !allowed.AllowEmbeddedServers
            && (
                string.IsNullOrWhiteSpace(main) || string.IsNullOrWhiteSpace(configuration.GetConnectionString("Redis"))
            )
        )
        {
            yield return "or Production__AllowEmbeddedServers=true, to run on servers of its own, with all data in DataDirectory "
                + "on this one machine";
        }
    }

    private static IEnumerable<string> Addresses(PlatformOptions platform, ProductionOptions allowed)
    {
        if (IsThisMachine(platform.BaseHost) && !allowed.AllowLocalhost)
        {
            yield return "BaseDomain: the host that people reach the platform under, such as example.com; or "
                + "Production__AllowLocalhost=true, to try it out on this machine";
        }
        if (!platform.IsSecure && !allowed.AllowHttp)
        {
            yield return "PublicScheme=https, with a proxy in front that speaks TLS; or Production__AllowHttp=true, if passwords "
                + "may really cross the network in the open";
        }
    }

    private static IEnumerable<string> Mail(IConfiguration configuration, ProductionOptions allowed)
    {
        if (string.IsNullOrWhiteSpace(configuration["Smtp:Host"]) && !allowed.AllowPickupMail)
        {
            yield return "Smtp__Host and Smtp__From: the mail server; or Production__AllowPickupMail=true, to have mail written to "
                + "DataDirectory/mail, where nobody gets it";
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

    private static string? PasswordIn(string connectionString)
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
