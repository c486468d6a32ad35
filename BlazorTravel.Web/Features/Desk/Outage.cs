using System.Net.Sockets;
using BlazorTravel.Web.Data;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>Tells a database or network that is away for a while, which a page sits out calmly, from a mistake in the code.</summary>
public static class Outage
{
    public static bool Covers(Exception exception)
    {
        if (DatabaseOutage.IsBehind(exception))
        {
            return true;
        }
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is RedisException or TimeoutException or SocketException or IOException)
            {
                return true;
            }
        }
        return false;
    }
}
