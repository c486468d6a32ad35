using System.Globalization;
using CsvHelper;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>
/// Writes a log as CSV for spreadsheets: UTF-8 with a byte order mark, times in UTC, and no cell that a spreadsheet would take
/// for a formula. It is read and written a batch at a time, so that memory stays flat and no database waits for a slow reader.
/// </summary>
public sealed class AuditCsv(AuditWords words)
{
    /// <summary>More are not written; the last row says so.</summary>
    public const int MaxRows = 100_000;

    /// <summary>That the file is not the whole log.</summary>
    public const string Truncated = "Only the newest entries are in this file; narrow the days to export older ones.";

    private const int Batch = 1000;

    private static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        // Line feed beside the defaults.
        InjectionCharacters = "=@+-\t\r\n",
        WriteByteOrderMark = true,
    };

    /// <param name="read">Reads so many entries from a place on, newest first.</param>
    /// <param name="isPlatform">Whether to tell which agency each entry concerns.</param>
    /// <returns>How many entries were written.</returns>
    public async Task<int> WriteAsync(
        Stream to,
        AuditFilter filter,
        Func<AuditFilter, int, Task<AuditPage>> read,
        bool isPlatform,
        CancellationToken cancellationToken = default
    )
    {
        await using var csv = CsvWriter.Create(to, Options, leaveOpen: true);
        var header = Header(isPlatform);
        await csv.WriteRecordAsync(header, cancellationToken);
        var written = 0;
        for (var (at, hasOlder) = (filter, true); hasOlder; )
        {
            var page = await read(at, Math.Min(Batch, MaxRows - written));
            foreach (var line in page.Lines)
            {
                await csv.WriteRecordAsync([.. Cells(line, isPlatform).Select(Harmless)], cancellationToken);
            }
            written += page.Lines.Count;
            hasOlder = page.HasOlder && written < MaxRows;
            if (hasOlder)
            {
                at = at with { Before = page.Lines[^1].Id };
            }
            else if (page.HasOlder)
            {
                await csv.WriteRecordAsync([Truncated, .. header.Skip(1).Select(_ => "")], cancellationToken);
            }
        }
        await csv.FlushAsync(cancellationToken);
        return written;
    }

    private static string[] Header(bool isPlatform) =>
        [
            "time_utc",
            "who",
            "account_id",
            "what",
            "action",
            "subject",
            .. isPlatform ? (string[])["agency_id", "agency"] : [],
            "before",
            "after",
            "address",
            "origin",
            "entry_id",
        ];

    private IEnumerable<string?> Cells(AuditLine line, bool isPlatform) =>
        [
            line.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            words.Who(line),
            line.ActorId?.ToString(CultureInfo.InvariantCulture),
            words.Action(line.Action),
            line.Action,
            line.Subject.ToString(),
            .. isPlatform ? (string?[])[line.Agency?.Id.ToString(CultureInfo.InvariantCulture), line.Agency?.Name] : [],
            line.Before,
            line.After,
            line.Address,
            line.Origin,
            line.Id.ToString(),
        ];

    /// <summary>Escapes the wide forms, which spreadsheets read like the plain ones and the writer does not know.</summary>
    private static string Harmless(string? cell) =>
        cell is ['＝' or '＠' or '＋' or '－', ..] ? $"'{cell}" : cell ?? "";
}
