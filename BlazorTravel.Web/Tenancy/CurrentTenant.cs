namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// The agency that this request, circuit or job is for; set once, at the edge. Scoped, because the tenancy library's own
/// context follows the asynchronous flow and gets lost in circuits and jobs.
/// </summary>
public sealed class CurrentTenant
{
    /// <summary>Whether it was decided.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Null on the platform's own host.</summary>
    public AgencyTenant? Agency { get; private set; }

    /// <exception cref="NoTenantException">There is no agency here.</exception>
    public AgencyTenant Required => Agency ?? throw new NoTenantException();

    /// <exception cref="InvalidOperationException">It was set to another agency before.</exception>
    public void Set(AgencyTenant? agency)
    {
        if (IsSet && Agency?.TenantId != agency?.TenantId)
        {
            throw new InvalidOperationException("The tenant of a scope cannot change.");
        }
        IsSet = true;
        Agency = agency;
    }
}

/// <summary>Something that only makes sense for an agency was called without one.</summary>
public sealed class NoTenantException() : InvalidOperationException("There is no agency on this host.");
