using BlazorTravel.Domain.Tenants;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>How an agency stands, in one word.</summary>
public enum AgencyState
{
    Active,
    Suspended,

    /// <summary>Somebody is at it.</summary>
    BeingSetUp,
    Failed,
}

/// <summary>Reads <see cref="AgencyState"/> from an agency's row.</summary>
public static class AgencyStates
{
    public static AgencyState Of(ProvisioningState provisioning, bool isActive) =>
        provisioning switch
        {
            ProvisioningState.Failed => AgencyState.Failed,
            ProvisioningState.Ready => isActive ? AgencyState.Active : AgencyState.Suspended,
            _ => AgencyState.BeingSetUp,
        };
}
