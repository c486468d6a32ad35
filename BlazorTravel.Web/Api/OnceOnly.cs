using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;

namespace BlazorTravel.Web.Api;

/// <summary>Creates something in the agency's database at most once for each Idempotency-Key, and answers alike each time.</summary>
public sealed class OnceOnly(TenantDatabase database, AnswerWriter writer, TimeProvider time)
{
    /// <param name="create">Creates it and saves, in the same transaction, what it is given for it; null where it cannot be created.</param>
    /// <param name="describe">Where the created thing is found, and the answer about it.</param>
    public async Task<CreatedAnswer?> CreateAsync<TThing, TAnswer>(
        CallKey? key,
        Func<Func<TThing, AnsweredCall?>, Task<object?>> create,
        Func<TThing, (string Location, TAnswer Answer)> describe,
        CancellationToken cancellationToken
    )
    {
        if (key is not null && await FindAsync(key, cancellationToken) is { } known)
        {
            return known;
        }
        var location = "";
        var body = "";
        try
        {
            var created = await create(thing =>
            {
                (location, var answer) = describe(thing);
                body = writer.Write(answer);
                return key?.Answer(location, body, time.GetUtcNow());
            });
            return created is null ? null : new CreatedAnswer(location, body, isReplay: false);
        }
        catch (AlreadyAnsweredException) when (key is not null)
        {
            return await FindAsync(key, cancellationToken);
        }
    }

    private async Task<CreatedAnswer?> FindAsync(CallKey key, CancellationToken cancellationToken)
    {
        await using var lease = await database.OpenAsync(cancellationToken);
        var known = await AnsweredCalls.FindAsync(lease.Db, key.Id, time.GetUtcNow(), cancellationToken);
        if (known is null)
        {
            return null;
        }
        key.CheckSame(known);
        return new CreatedAnswer(known.Location, known.Body!, isReplay: true);
    }
}
