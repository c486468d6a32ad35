using BlazorTravel.Web.Live;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>Gives a screen the agency's news; see <see cref="NewsFeed"/>.</summary>
public sealed class DeskNews(
    Announcements announcements,
    CurrentTenant tenant,
    TimeProvider time,
    ILogger<NewsFeed> logger
)
{
    /// <summary>Starts telling <paramref name="handle"/>, never twice at a time, at most once in <paramref name="gap"/>.</summary>
    /// <param name="isExpecting">Whether something is about to change that nobody announces.</param>
    public NewsFeed Start(TimeSpan gap, Func<NewsBatch, Task> handle, Func<bool>? isExpecting = null)
    {
        var feed = new NewsFeed(
            gap,
            () => announcements.IsConnected && isExpecting?.Invoke() != true,
            handle,
            time,
            logger
        );
        feed.Listen(announcements.OnRequestChanged(tenant.Required.TenantId, feed.Hear));
        return feed;
    }
}

/// <summary>
/// Gathers what happens to an agency's requests and hands it to one screen: the first news at once, what comes in a burst
/// together. Because news can be missed, it says "anything may have changed" every <see cref="Rest"/>, and every
/// <see cref="ShortRest"/> while news alone do not tell all.
/// </summary>
public sealed partial class NewsFeed : IAsyncDisposable
{
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim something = new(0, 1);
    private readonly TimeSpan gap;
    private readonly Func<bool> newsTellAll;
    private readonly Func<NewsBatch, Task> handle;
    private readonly TimeProvider time;
    private readonly ILogger<NewsFeed> logger;
    private HashSet<long> arrived = [];
    private HashSet<long> changed = [];
    private bool anything;
    private IDisposable? subscription;
    private readonly Task work;

    public NewsFeed(
        TimeSpan gap,
        Func<bool> newsTellAll,
        Func<NewsBatch, Task> handle,
        TimeProvider time,
        ILogger<NewsFeed> logger
    )
    {
        this.gap = gap;
        this.newsTellAll = newsTellAll;
        this.handle = handle;
        this.time = time;
        this.logger = logger;
        work = RunAsync();
    }

    /// <summary>Keeps the subscription for as long as the feed lives.</summary>
    public void Listen(IDisposable source) => subscription = source;

    public void Hear(RequestNews news)
    {
        lock (gate)
        {
            if (news.Id is not { } id)
            {
                anything = true;
            }
            else if (news.IsNew)
            {
                arrived.Add(id);
            }
            else
            {
                changed.Add(id);
            }
            if (something.CurrentCount == 0)
            {
                something.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }
        subscription?.Dispose();
        await stop.CancelAsync();
        await work;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var heard = await WaitAsync();
                await HandleAsync(heard ? Take() : NewsBatch.Anything);
                await Task.Delay(gap, time, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The screen was closed.
        }
        catch (ObjectDisposedException)
        {
            // So was its renderer.
        }
    }

    // One failed look must not make a screen deaf that still seems alive; the next one is soon.
    private async Task HandleAsync(NewsBatch batch)
    {
        try
        {
            await handle(batch);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ObjectDisposedException))
        {
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "A screen could not take in what changed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    // True for news, false when it was quiet for so long that one should look.
    private async Task<bool> WaitAsync()
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var news = something.WaitAsync(waiting.Token);
        for (var quiet = TimeSpan.Zero; quiet < Rest; quiet += ShortRest)
        {
            var pause = Task.Delay(ShortRest, time, waiting.Token);
            if (await Task.WhenAny(news, pause) == news)
            {
                await waiting.CancelAsync();
                await news;
                return true;
            }
            stop.Token.ThrowIfCancellationRequested();
            if (!newsTellAll())
            {
                break;
            }
        }
        await waiting.CancelAsync();
        // News of just this moment is not lost: its ids wait for the next round, which the semaphore would have started.
        return news.IsCompletedSuccessfully;
    }

    private NewsBatch Take()
    {
        lock (gate)
        {
            var batch = new NewsBatch(anything, arrived, changed);
            anything = false;
            arrived = [];
            changed = [];
            return batch;
        }
    }
}

/// <summary>What happened since the last batch.</summary>
/// <param name="MayBeAnything">More than the ids tell: read again.</param>
/// <param name="Arrived">New requests.</param>
/// <param name="Changed">Requests that somebody changed.</param>
public sealed record NewsBatch(bool MayBeAnything, IReadOnlySet<long> Arrived, IReadOnlySet<long> Changed)
{
    public static readonly NewsBatch Anything = new(true, new HashSet<long>(), new HashSet<long>());

    /// <summary>Whether this request may look different now.</summary>
    public bool Concerns(long id) => MayBeAnything || Changed.Contains(id) || Arrived.Contains(id);
}
