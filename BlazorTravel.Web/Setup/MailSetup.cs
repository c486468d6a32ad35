using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Mail.Delivery;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Setup;

/// <summary>The outbox, its dispatcher, and where mail leaves.</summary>
public static class MailSetup
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<SmtpOptions>()
            .Bind(builder.Configuration.GetSection("Smtp"))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(new MailCatalog(typeof(MailSetup).Assembly.GetTypes()));
        services.AddSingleton<MailWakeUps>();
        services.AddSingleton<MailMarkers>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<MailComposer>();
        services.AddSingleton<MailServerState>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<DueMail>();
        services.AddHostedService<MailDispatcher>();

        var folder = Path.Combine(
            builder.Configuration["DataDirectory"] ?? Path.Combine(builder.Environment.ContentRootPath, ".data"),
            "mail"
        );
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<PickupFolder>(provider, Path.GetFullPath(folder))
        );
        services.AddSingleton<SmtpTransport>();
        services.AddSingleton<IMailTransport>(provider =>
            provider.GetRequiredService<IOptions<SmtpOptions>>().Value.IsConfigured
                ? provider.GetRequiredService<SmtpTransport>()
                : provider.GetRequiredService<PickupFolder>()
        );
    }
}
