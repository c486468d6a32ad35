using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Shared;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.MailLog;

/// <summary>What a mail is and how it stands, in words.</summary>
public sealed class MailWords(
    IStringLocalizer<MailLogTexts> texts,
    IStringLocalizer<SharedTexts> shared,
    TimeProvider time
)
{
    /// <summary>The kind of mail: "Confirmation"; for one without a word of its own, its template's name.</summary>
    public string Kind(string template) =>
        texts[$"Kind_{template}"] is { ResourceNotFound: false } word ? word.Value : template;

    public string State(MailState state) => texts[$"State_{state}"];

    /// <summary>The name under which <see cref="StatusChip"/> knows the state.</summary>
    public static string Look(MailState state) =>
        state switch
        {
            MailState.Queued => "waiting",
            MailState.Sent => "sent",
            _ => "failed",
        };

    /// <summary>When it is tried next: "now", "in 3 min".</summary>
    public string NextAttempt(DateTimeOffset at) =>
        (at - time.GetUtcNow()) switch
        {
            { Ticks: <= 0 } => texts["Now"],
            { TotalMinutes: < 1 } left => texts["InSeconds", (int)Math.Ceiling(left.TotalSeconds)],
            var left => texts["In", RelativeTime.Span(left, shared)],
        };

    /// <summary>"1 attempt so far"; null before the first.</summary>
    public string? Attempts(int count) =>
        count switch
        {
            <= 0 => null,
            1 => texts["OneAttempt"].Value,
            _ => texts["ManyAttempts", count].Value,
        };
}
