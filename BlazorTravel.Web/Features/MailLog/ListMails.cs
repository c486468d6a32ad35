using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.MailLog;

/// <summary>Reads an agency's mails page by page, newest first.</summary>
public sealed class ListMails(TenantDatabase database)
{
    public const int PageSize = 25;

    /// <summary>More than this many are not counted: nobody reads the difference.</summary>
    public const int MaxCount = 1000;

    /// <param name="state">Only these; null for all.</param>
    /// <param name="before">Only mails older than this one; null from the newest on.</param>
    public async Task<MailList> RunAsync(MailState? state, long? before, CancellationToken cancellationToken = default)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var mails = lease.Db.OutgoingMails.AsNoTracking();
        var wanted = mails;
        if (state is { } only)
        {
            wanted = wanted.Where(mail => mail.State == only);
        }
        if (before is { } id)
        {
            wanted = wanted.Where(mail => mail.Id < id);
        }
        // By the last mail's id and not by counting pages: the same speed for the thousandth page as for the first.
        var found = await wanted
            .OrderByDescending(mail => mail.Id)
            .Take(PageSize + 1)
            .Select(mail => new MailLine(
                mail.Id,
                mail.Template,
                mail.Subject,
                mail.Recipient,
                mail.State,
                mail.Attempts,
                mail.NextAttemptAt,
                mail.LastError,
                mail.SentAt ?? mail.CreatedAt
            ))
            .ToListAsync(cancellationToken);
        return new MailList(
            [.. found.Take(PageSize)],
            found.Count > PageSize,
            await CountAsync(MailState.Queued),
            await CountAsync(MailState.Dead)
        );

        Task<int> CountAsync(MailState counted) =>
            mails.Where(mail => mail.State == counted).Take(MaxCount).CountAsync(cancellationToken);
    }
}

/// <summary>One page of mails, and how many need somebody's patience or attention.</summary>
/// <param name="Waiting">At most <see cref="ListMails.MaxCount"/>.</param>
/// <param name="Dead">At most <see cref="ListMails.MaxCount"/>.</param>
public sealed record MailList(IReadOnlyList<MailLine> Mails, bool HasOlder, int Waiting, int Dead);

/// <summary>A mail as the list shows it.</summary>
/// <param name="At">When it was sent, or else decided on.</param>
public sealed record MailLine(
    long Id,
    string Template,
    string Subject,
    string Recipient,
    MailState State,
    int Attempts,
    DateTimeOffset NextAttemptAt,
    string? LastError,
    DateTimeOffset At
);
