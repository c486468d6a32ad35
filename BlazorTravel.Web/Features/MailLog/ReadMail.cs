using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Mail;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.MailLog;

/// <summary>Reads one mail, and makes its body anew from what was true when it was decided on.</summary>
public sealed partial class ReadMail(
    TenantDatabase database,
    MailRenderer renderer,
    TimeProvider time,
    ILogger<ReadMail> logger
)
{
    /// <summary>Null where there is no such mail.</summary>
    public async Task<MailView?> RunAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var mail = await lease
            .Db.OutgoingMails.AsNoTracking()
            .SingleOrDefaultAsync(known => known.Id == id, cancellationToken);
        if (mail is null)
        {
            return null;
        }
        var reference = await lease
            .Db.TravelRequests.Where(request => request.Id == mail.RequestId)
            .Select(request => request.Reference)
            .SingleOrDefaultAsync(cancellationToken);
        return new MailView(mail, reference, mail.CanBeSentAgain(time.GetUtcNow()), await RenderAsync());

        async Task<RenderedMail?> RenderAsync()
        {
            try
            {
                return await renderer.RenderAsync(mail, lease.Tenant);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotRendered(logger, mail.MessageId, exception);
                return null;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Mail {MessageId} could not be rendered for a look")]
    private static partial void LogNotRendered(ILogger logger, string messageId, Exception exception);
}

/// <summary>One mail.</summary>
/// <param name="Reference">Of the request it is about, unformatted; null for none.</param>
/// <param name="Body">Null when this version cannot make it.</param>
public sealed record MailView(OutgoingMail Mail, string? Reference, bool CanBeSentAgain, RenderedMail? Body);
