using System.Data.Common;
using System.Net.Sockets;
using BlazorTravel.Web.Data.Agency;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>Tells a database or network that is away for a while, which a page sits out calmly, from a mistake in the code.</summary>
public static class Outage
{
    public static bool Covers(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (
                cause
                is DbException
                    or TenantDatabaseBusyException
                    or RedisException
                    or TimeoutException
                    or SocketException
                    or IOException
            )
            {
                return true;
            }
        }
        return false;
    }
}
