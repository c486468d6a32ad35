using StackExchange.Redis;

namespace BlazorTravel.Web.Sessions;

/// <summary>Lets callers treat a Redis that hangs like one that is away.</summary>
public static class RedisAnswer
{
    /// <exception cref="RedisException">Redis is away, or did not answer in time.</exception>
    public static async Task<T> OfAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (TimeoutException exception)
        {
            // The client's own time-out is no RedisException.
            throw new RedisException("Redis did not answer in time.", exception);
        }
    }
}
