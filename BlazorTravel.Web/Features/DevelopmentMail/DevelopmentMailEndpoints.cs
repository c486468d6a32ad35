using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTravel.Web.Features.DevelopmentMail;

/// <summary>A mailbox for development: what was sent, with its links at hand. It does not exist elsewhere.</summary>
public static class DevelopmentMailEndpoints
{
    private const string Page = "/development/mail";

    public static void AddDevelopmentMail(this IServiceCollection services) => services.AddSingleton<PickedUpMails>();

    public static void MapDevelopmentMail(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }
        app.MapGet(Page, ShowAsync);
        app.MapGet(Page + "/{name}.eml", Download);
    }

    private static async Task<RazorComponentResult<MailboxPage>> ShowAsync(
        string? mail,
        PickedUpMails mails,
        CancellationToken cancellationToken
    )
    {
        var list = await mails.ListAsync(cancellationToken);
        var chosen =
            mail is not null ? await mails.FindAsync(mail, cancellationToken)
            : list is [var newest, ..] ? newest
            : null;
        return new RazorComponentResult<MailboxPage>(
            new Dictionary<string, object?>
            {
                [nameof(MailboxPage.Mails)] = list,
                [nameof(MailboxPage.Chosen)] = chosen,
            }
        );
    }

    private static Results<PhysicalFileHttpResult, NotFound> Download(string name, PickedUpMails mails) =>
        mails.PathOf(name) is { } path
            ? TypedResults.PhysicalFile(path, "message/rfc822", $"{name}.eml")
            : TypedResults.NotFound();
}
