using System.Globalization;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;

namespace BlazorTravel.Web.Features.MailLog;

/// <summary>What was sent, what waits, what failed. State and page live in the address; the page looks again by itself.</summary>
public sealed partial class MailsPage(ListMails mails, TimeProvider time, ILogger<MailsPage> logger)
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(4);
    private static readonly MailState[] States = [MailState.Queued, MailState.Sent, MailState.Dead];

    private readonly CancellationTokenSource left = new();
    private Task looking = Task.CompletedTask;
    private MailList? list;
    private string? problem;

    [SupplyParameterFromQuery(Name = "state")]
    private string? StateWord { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? BeforeText { get; set; }

    // As a number, the framework would not let a wrong one pass.
    private long? Before =>
        long.TryParse(BeforeText, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private MailState? Wanted => EnumColumns.TryRead<MailState>(StateWord, out var state) ? state : null;

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            looking = LookAgainAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await looking;
        left.Dispose();
    }

    private async Task LoadAsync()
    {
        var (state, before) = (Wanted, Before);
        try
        {
            var read = await mails.RunAsync(state, before, left.Token);
            // Another filter may have been chosen meanwhile, whose answer must not be overwritten.
            if (state == Wanted && before == Before)
            {
                list = read;
                problem = null;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            if (problem is null)
            {
                LogNotRead(logger, exception);
            }
            problem = Texts["NotRead"];
        }
    }

    private async Task LookAgainAsync()
    {
        using var timer = new PeriodicTimer(Rhythm, time);
        try
        {
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                await InvokeAsync(LoadAsync);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left, or its renderer is gone.
        }
    }

    private string? CountOf(MailState state) =>
        (state, list) switch
        {
            (MailState.Queued, { Waiting: > 0 and var count }) => Count(count),
            (MailState.Dead, { Dead: > 0 and var count }) => Count(count),
            _ => null,
        };

    private static string Count(int count) =>
        count < ListMails.MaxCount ? count.ToString("N0", CultureInfo.CurrentCulture) : $"{ListMails.MaxCount - 1:N0}+";

    private static string Address(MailState? state, long? before = null)
    {
        var query = new QueryBuilder();
        if (state is { } only)
        {
            query.Add("state", EnumColumns.Write(only));
        }
        if (before is { } id)
        {
            query.Add("before", id.ToString(CultureInfo.InvariantCulture));
        }
        return "/admin/mail" + query.ToQueryString();
    }

    [LoggerMessage(LogLevel.Error, "The mails could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
