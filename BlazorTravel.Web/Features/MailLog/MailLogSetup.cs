namespace BlazorTravel.Web.Features.MailLog;

public static class MailLogSetup
{
    /// <summary>Registers what the agency's view of its mail calls.</summary>
    public static IServiceCollection AddMailLog(this IServiceCollection services) =>
        services.AddScoped<ListMails>().AddScoped<ReadMail>().AddScoped<SendMailAgain>().AddScoped<MailWords>();
}
