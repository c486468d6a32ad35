using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace BlazorTravel.Web.Mail;

/// <summary>
/// Tells this server's dispatcher that an outbox has something new: a tenant's, or with null the platform's. An outbox that
/// waits for its turn already is not queued twice, so that there are never more entries than outboxes.
/// </summary>
public sealed class MailWakeUps
{
    private const int Platform = 0;

    private readonly Channel<int> channel = Channel.CreateUnbounded<int>();
    private readonly ConcurrentDictionary<int, byte> waiting = new();

    /// <summary>Never waits.</summary>
    public void Wake(int? tenantId)
    {
        var outbox = tenantId ?? Platform;
        if (waiting.TryAdd(outbox, 0))
        {
            channel.Writer.TryWrite(outbox);
        }
    }

    /// <summary>Hands out the outboxes in the order in which they were woken; several readers share them.</summary>
    public async IAsyncEnumerable<int?> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var outbox in channel.Reader.ReadAllAsync(cancellationToken))
        {
            // From here on a new mail may not be seen any more by whoever is about to look, so it must wake again.
            waiting.TryRemove(outbox, out _);
            yield return outbox == Platform ? null : outbox;
        }
    }
}
