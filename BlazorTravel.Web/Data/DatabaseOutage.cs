using System.Data.Common;
using BlazorTravel.Web.Data.Agency;

namespace BlazorTravel.Web.Data;

/// <summary>
/// Tells a database that fails or is away from a mistake in the code. EF Core's PostgreSQL provider wraps what may pass by
/// itself in an exception of another type, so the causes are looked at, too.
/// </summary>
public static class DatabaseOutage
{
    public static bool IsBehind(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException or TenantDatabaseBusyException)
            {
                return true;
            }
        }
        return false;
    }
}
