using BlazorTravel.Web.Redaction;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace BlazorTravel.Web.Setup;

/// <summary>Keeps secrets out of the logs, whatever level they are turned to.</summary>
public static class RedactionSetup
{
    private static readonly string[] SecretSettings =
    [
        "Smtp:Password",
        "Superadmin:Password",
        "DataProtection:CertificatePassword",
        "DataProtection:PreviousCertificatePassword",
    ];

    public static void AddRedaction(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => new SecretText(SecretsIn(builder.Configuration)));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<ILoggerFactory>(services => new RedactingLoggerFactory(
                new LoggerFactory(
                    services.GetServices<ILoggerProvider>(),
                    services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                    services.GetRequiredService<IOptions<LoggerFactoryOptions>>()
                ),
                services.GetRequiredService<SecretText>()
            ))
        );
    }

    private static IEnumerable<string?> SecretsIn(ConfigurationManager configuration)
    {
        var main = configuration.GetConnectionString("Main");
        var redis = configuration.GetConnectionString("Redis");
        yield return new NpgsqlConnectionStringBuilder(main).Password;
        yield return redis is null ? null : ConfigurationOptions.Parse(redis).Password;
        foreach (var setting in SecretSettings)
        {
            yield return configuration[setting];
        }
    }
}
