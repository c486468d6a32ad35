using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>
/// Ends sessions for sure. That they are to end is written down in the main database, in the transaction of the change that
/// wants it, and carried out after its commit; what could not be, because Redis was away or the server died in between, is
/// carried out later. After an outage nobody is let in before that was done.
/// </summary>
public sealed partial class SessionEndings : IDisposable
{
    /// <summary>Transactions and sign-ins that were under way at the same time are over after this.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private const int AtATime = 100;

    private readonly IDbContextFactory<MainDbContext> databases;
    private readonly SessionStore store;
    private readonly Announcements announcements;
    private readonly IConnectionMultiplexer redis;
    private readonly TimeProvider time;
    private readonly ILogger<SessionEndings> logger;
    private readonly SemaphoreSlim settling = new(1);
    private readonly Lock gate = new();

    /// <summary>Since when Redis may not know of endings, in milliseconds since 1970; 0 when it knows all.</summary>
    private long unsettledSince;
    private long outages;
    private long failures;
    private bool isLeftTold;

    public SessionEndings(
        IDbContextFactory<MainDbContext> databases,
        SessionStore store,
        Announcements announcements,
        IConnectionMultiplexer redis,
        TimeProvider time,
        ILogger<SessionEndings> logger
    )
    {
        (this.databases, this.store, this.announcements) = (databases, store, announcements);
        (this.redis, this.time, this.logger) = (redis, time, logger);
        // What was ended before this server started may wait for a Redis that only now comes up.
        unsettledSince = time.GetUtcNow().ToUnixTimeMilliseconds();
        redis.ConnectionFailed += OnOutage;
    }

    /// <summary>Notes that a person's sessions are to end, but for one; saved by the caller together with the change.</summary>
    public void Add(MainDbContext db, AdminUser user, string? exceptSessionId = null) =>
        db.SessionEndings.Add(
            new SessionEnding
            {
                TenantId = user.TenantId,
                UserId = user.Id,
                ExceptSessionId = exceptSessionId,
                CreatedAt = time.GetUtcNow(),
            }
        );

    /// <summary>Notes that one session is to end.</summary>
    /// <param name="page">The open page that it is ended from, which leaves by itself.</param>
    public void AddOne(MainDbContext db, int? tenantId, int userId, string sessionId, string? page = null) =>
        db.SessionEndings.Add(
            new SessionEnding
            {
                TenantId = tenantId,
                UserId = userId,
                SessionId = sessionId,
                Page = page,
                CreatedAt = time.GetUtcNow(),
            }
        );

    /// <summary>
    /// Carries out all that is written down, after commit. What fails stays written down and is tried again by a job: this
    /// does not throw for a Redis or database that is away.
    /// </summary>
    /// <returns>Whether nothing is left to do.</returns>
    public async Task<bool> CarryOutAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CarryOutAsync(null, cancellationToken);
            isLeftTold = false;
            return true;
        }
        catch (Exception exception) when (exception is RedisException || DatabaseOutage.IsBehind(exception))
        {
            if (!isLeftTold)
            {
                LogLeft(logger, exception.Message);
            }
            isLeftTold = true;
            MarkUnsettled();
            return false;
        }
    }

    /// <summary>
    /// Returns at once, unless Redis was away since it was last called: then what was ended meanwhile, or in the last moments
    /// before, which a crashed Redis may have forgotten, is ended first.
    /// </summary>
    /// <exception cref="RedisException">Redis is still away.</exception>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref unsettledSince) == 0)
        {
            return;
        }
        var before = Interlocked.Read(ref failures);
        await settling.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref unsettledSince) is var since && since == 0)
            {
                return;
            }
            if (Interlocked.Read(ref failures) != before)
            {
                // Found out while this one waited; with a Redis that hangs each would wait out its time one after another.
                throw new RedisException("Redis does not answer yet.");
            }
            var outage = Interlocked.Read(ref outages);
            await RedisAnswer.OfAsync(redis.GetDatabase().PingAsync());
            await CarryOutAsync(DateTimeOffset.FromUnixTimeMilliseconds(since) - Overlap, cancellationToken);
            lock (gate)
            {
                unsettledSince = outage == outages ? 0 : unsettledSince;
            }
        }
        catch
        {
            Interlocked.Increment(ref failures);
            throw;
        }
        finally
        {
            settling.Release();
        }
    }

    /// <summary>Whether an ending that is not carried out yet covers a session.</summary>
    public Task<bool> CoverAsync(MainDbContext db, int userId, string sessionId, CancellationToken cancellationToken) =>
        db.SessionEndings.AnyAsync(
            ending =>
                ending.UserId == userId
                && ending.CarriedOutAt == null
                && (ending.SessionId == sessionId || (ending.SessionId == null && ending.ExceptSessionId != sessionId)),
            cancellationToken
        );

    /// <summary>Tells this server's own pages what was ended while servers cannot tell each other.</summary>
    public async Task TellHereAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var ending in await OpenAsync(db, null, cancellationToken))
        {
            announcements.SessionsEndedHere(Describe(ending));
        }
    }

    /// <summary>The latest endings, the newest first, and whether each was carried out.</summary>
    public async Task<IReadOnlyList<(long Id, EndedSessions Ended, bool IsCarriedOut)>> LatestAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var latest = await db
            .SessionEndings.AsNoTracking()
            .OrderByDescending(ending => ending.Id)
            .Take(AtATime)
            .ToListAsync(cancellationToken);
        return latest.ConvertAll(ending => (ending.Id, Describe(ending), ending.CarriedOutAt is not null));
    }

    /// <summary>Forgets what was carried out so long ago that no Redis can have missed it.</summary>
    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var limit = time.GetUtcNow() - TimeSpan.FromDays(1);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.SessionEndings.Where(ending => ending.CarriedOutAt < limit).ExecuteDeleteAsync(cancellationToken);
    }

    public void Dispose()
    {
        redis.ConnectionFailed -= OnOutage;
        settling.Dispose();
    }

    private void OnOutage(object? sender, ConnectionFailedEventArgs e) => MarkUnsettled();

    private void MarkUnsettled()
    {
        lock (gate)
        {
            outages++;
            unsettledSince = unsettledSince == 0 ? time.GetUtcNow().ToUnixTimeMilliseconds() : unsettledSince;
        }
    }

    private async Task CarryOutAsync(DateTimeOffset? againFrom, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        List<SessionEnding> some;
        do
        {
            some = await OpenAsync(db, againFrom, cancellationToken);
            foreach (var ending in some)
            {
                await CarryOutAsync(ending);
                var (id, now) = (ending.Id, time.GetUtcNow());
                await db
                    .SessionEndings.Where(row => row.Id == id)
                    .ExecuteUpdateAsync(row => row.SetProperty(e => e.CarriedOutAt, now), cancellationToken);
            }
            // Those that were carried out before are repeated once, all in the first round.
            againFrom = null;
        } while (some.Count == AtATime);
    }

    private async Task CarryOutAsync(SessionEnding ending)
    {
        var news = Describe(ending);
        // This server's pages first: they need no Redis to be told.
        announcements.SessionsEndedHere(news);
        if (ending.SessionId is { } sessionId)
        {
            await store.EndAsync(ending.TenantId, sessionId);
        }
        else
        {
            await store.EndAllAsync(ending.TenantId, ending.UserId, ending.ExceptSessionId, ending.CreatedAt + Overlap);
        }
        await announcements.SessionsEndedAsync(news);
    }

    private static async Task<List<SessionEnding>> OpenAsync(
        MainDbContext db,
        DateTimeOffset? againFrom,
        CancellationToken cancellationToken
    )
    {
        var endings = db.SessionEndings.AsNoTracking();
        return againFrom is { } from
            ? await endings
                .Where(ending => ending.CarriedOutAt == null || ending.CarriedOutAt >= from)
                .ToListAsync(cancellationToken)
            : await endings
                .Where(ending => ending.CarriedOutAt == null)
                .OrderBy(ending => ending.Id)
                .Take(AtATime)
                .ToListAsync(cancellationToken);
    }

    private static EndedSessions Describe(SessionEnding ending) =>
        new(ending.TenantId, ending.UserId, ending.SessionId, ending.ExceptSessionId, ending.Page);

    [LoggerMessage(LogLevel.Warning, "Sessions that were ended live on in Redis until it answers again: {Reason}")]
    private static partial void LogLeft(ILogger logger, string reason);
}
