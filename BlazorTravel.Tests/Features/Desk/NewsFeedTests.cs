using System.Threading.Channels;
using BlazorTravel.Web.Features.Desk;
using BlazorTravel.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlazorTravel.Tests.Features.Desk;

public sealed class NewsFeedTests : IAsyncDisposable
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(300);
    private readonly FakeTimeProvider time = new();
    private readonly Channel<NewsBatch> told = Channel.CreateUnbounded<NewsBatch>();
    private bool newsTellAll = true;
    private NewsFeed? feed;

    private NewsFeed Feed =>
        feed ??= new NewsFeed(Gap, () => newsTellAll, TellAsync, time, NullLogger<NewsFeed>.Instance);

    public async ValueTask DisposeAsync()
    {
        if (feed is not null)
        {
            await feed.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_first_news_is_told_at_once()
    {
        Feed.Hear(new RequestNews(7, IsNew: true));
        var batch = await NextAsync();
        Assert.Equal([7], batch.Arrived);
        Assert.False(batch.MayBeAnything);
        Assert.True(batch.Concerns(7));
        Assert.False(batch.Concerns(8));
    }

    [Fact]
    public async Task A_burst_is_told_together_after_the_gap()
    {
        Feed.Hear(new RequestNews(1, IsNew: true));
        await NextAsync();
        for (var id = 2; id < 100; id++)
        {
            Feed.Hear(new RequestNews(id, IsNew: id % 2 == 0));
        }
        await Task.Delay(50);
        Assert.False(told.Reader.TryRead(out _));
        var batch = await NextAsync(advanceBy: Gap);
        Assert.Equal(49, batch.Arrived.Count);
        Assert.Equal(49, batch.Changed.Count);
    }

    [Fact]
    public async Task After_a_reconnection_anything_may_have_changed()
    {
        Feed.Hear(new RequestNews(null, IsNew: false));
        Assert.True((await NextAsync()).Concerns(4711));
    }

    [Fact]
    public async Task In_silence_it_looks_again_now_and_then()
    {
        _ = Feed;
        Assert.True((await NextAsync(advanceBy: NewsFeed.ShortRest)).MayBeAnything);
        Assert.InRange(time.GetUtcNow() - time.Start, NewsFeed.Rest, NewsFeed.Rest + NewsFeed.ShortRest);
    }

    [Fact]
    public async Task Where_news_do_not_tell_all_it_looks_sooner()
    {
        newsTellAll = false;
        _ = Feed;
        Assert.True((await NextAsync(advanceBy: NewsFeed.ShortRest)).MayBeAnything);
        Assert.Equal(NewsFeed.ShortRest, time.GetUtcNow() - time.Start);
    }

    [Fact]
    public async Task Closed_it_tells_nothing_more()
    {
        await Feed.DisposeAsync();
        Feed.Hear(new RequestNews(7, IsNew: true));
        time.Advance(NewsFeed.Rest * 2);
        await Task.Delay(50);
        Assert.False(told.Reader.TryRead(out _));
    }

    private async Task<NewsBatch> NextAsync(TimeSpan? advanceBy = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (told.Reader.TryRead(out var batch))
            {
                return batch;
            }
            if (advanceBy is { } step)
            {
                time.Advance(step);
            }
            await Task.Delay(30, patience.Token);
        }
    }

    private async Task TellAsync(NewsBatch batch) => await told.Writer.WriteAsync(batch);
}
