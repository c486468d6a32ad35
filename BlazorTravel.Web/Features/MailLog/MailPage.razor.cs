using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Mail;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.MailLog;

/// <summary>One mail: how it stands, what it looks like, and the way to send it again.</summary>
public sealed partial class MailPage(
    ReadMail read,
    SendMailAgain send,
    MailWords words,
    TimeProvider time,
    ILogger<MailPage> logger
)
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource left = new();
    private Task looking = Task.CompletedTask;
    private MailView? view;
    private SendAgainOutcome? outcome;
    private string? problem;
    private bool isMissing;
    private bool busy;

    [Parameter]
    public long Id { get; set; }

    private MailWords Words => words;

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
        try
        {
            view = await read.RunAsync(Id, left.Token);
            isMissing = view is null;
            problem = null;
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            if (problem is null)
            {
                LogNotRead(logger, Id, exception);
            }
            problem = Texts["NotRead"];
        }
    }

    private async Task SendAgainAsync()
    {
        busy = true;
        try
        {
            outcome = await send.RunAsync(Id, left.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotQueued(logger, Id, exception);
            problem = Texts["NotQueued"];
            return;
        }
        finally
        {
            busy = false;
        }
        await LoadAsync();
    }

    /// <summary>Follows a mail that is under way; one that has come to rest is left alone.</summary>
    private async Task LookAgainAsync()
    {
        using var timer = new PeriodicTimer(Rhythm, time);
        try
        {
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                if (view is { Mail.State: MailState.Queued } or null && !busy)
                {
                    await InvokeAsync(LoadAsync);
                    await InvokeAsync(StateHasChanged);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left, or its renderer is gone.
        }
    }

    [LoggerMessage(LogLevel.Error, "Mail {Id} could not be read")]
    private static partial void LogNotRead(ILogger logger, long id, Exception exception);

    [LoggerMessage(LogLevel.Error, "Mail {Id} could not be queued again")]
    private static partial void LogNotQueued(ILogger logger, long id, Exception exception);
}
