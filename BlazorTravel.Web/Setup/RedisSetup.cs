using System.Security.Cryptography.X509Certificates;
using BlazorTravel.Web.Live;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using StackExchange.Redis;

namespace BlazorTravel.Web.Setup;

/// <summary>One connection to Redis for everything, and what rests on it alone.</summary>
public static partial class RedisSetup
{
    public static void AddRedis(this WebApplicationBuilder builder)
    {
        var options = ConfigurationOptions.Parse(
            builder.Configuration.GetConnectionString("Redis")
                ?? throw new InvalidOperationException("ConnectionStrings:Redis is not set.")
        );
        // Redis may come up after this server, and may go away for a while; nothing waits for it for long.
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = options.AsyncTimeout = 2000;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        var redis = new Lazy<IConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(options));

        builder.Services.AddSingleton(_ => redis.Value);
        builder.Services.AddSingleton<Announcements>();
        builder.Services.AddSingleton<AgencyNews>();
        builder.Services.AddStackExchangeRedisCache(cache =>
        {
            cache.ConnectionMultiplexerFactory = () => Task.FromResult(redis.Value);
            cache.InstanceName = "bt:platform:cache:";
        });
        builder.Services.AddHybridCache();
        ProtectKeys(builder, builder.Services.AddDataProtection().SetApplicationName("BlazorTravel"));
        var copies = Path.Combine(builder.Configuration["DataDirectory"] ?? ".data", "data-protection");
        builder
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<ILogger<MirroredKeyRing>>(
                (keys, logger) =>
                    keys.XmlRepository = new MirroredKeyRing(
                        new RedisXmlRepository(() => redis.Value.GetDatabase(), "bt:platform:data-protection-keys"),
                        copies,
                        logger
                    )
            );
    }

    /// <summary>
    /// Encrypts the keys with a certificate, where there is one: else whoever reads Redis reads them, and can make sign-ins. The
    /// previous certificate opens what it encrypted until those keys have run out.
    /// </summary>
    private static void ProtectKeys(WebApplicationBuilder builder, IDataProtectionBuilder keys)
    {
        var section = builder.Configuration.GetSection("DataProtection");
        if (section["CertificatePath"] is { Length: > 0 } path)
        {
            keys.ProtectKeysWithCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(path, section["CertificatePassword"])
            );
        }
        else if (!builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService<PlainKeysWarning>();
        }
        if (section["PreviousCertificatePath"] is { Length: > 0 } previous)
        {
            keys.UnprotectKeysWithAnyCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(previous, section["PreviousCertificatePassword"])
            );
        }
    }

    private sealed partial class PlainKeysWarning(ILogger<PlainKeysWarning> logger) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            LogPlain(logger);
            return Task.CompletedTask;
        }

        [LoggerMessage(
            LogLevel.Warning,
            "The data protection keys lie unencrypted in Redis; set DataProtection__CertificatePath and __CertificatePassword to encrypt them"
        )]
        private static partial void LogPlain(ILogger logger);
    }
}
