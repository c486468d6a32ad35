namespace BlazorTravel.Web.Limits;

/// <summary>Counts in this process alone, by the same rule as the script in Redis: for the time in which Redis is away.</summary>
internal sealed class LocalLimits
{
    private const int PruneAt = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> arrivals = new(StringComparer.Ordinal);
    private int pruneAt = PruneAt;

    /// <summary>Takes one permit; see the script in <see cref="SharedLimits"/> for the rule. Times are microseconds.</summary>
    public (bool IsAllowed, long Used, long Wait) Take(string key, Quota quota, long now)
    {
        lock (gate)
        {
            var arrival = Math.Max(arrivals.GetValueOrDefault(key), now);
            var next = arrival + quota.Interval;
            var wait = next - quota.WindowInMicroseconds - now;
            if (wait > 0)
            {
                return (false, arrival - now, wait);
            }
            arrivals[key] = next;
            Prune(now);
            return (true, next - now, 0);
        }
    }

    // What has run out is as good as absent. A flood of new addresses moves the next look further away, not closer.
    private void Prune(long now)
    {
        if (arrivals.Count < pruneAt)
        {
            return;
        }
        foreach (var key in arrivals.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
        {
            arrivals.Remove(key);
        }
        pruneAt = Math.Max(PruneAt, arrivals.Count * 2);
    }
}
