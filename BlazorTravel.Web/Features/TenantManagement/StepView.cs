using BlazorTravel.Domain.Tenants;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>One step of setting an agency up as the superadmin sees it: its latest attempt.</summary>
public sealed record StepView(ProvisioningStep Step, StepState State, double? Milliseconds, string? Error)
{
    /// <summary>The timeline's class.</summary>
    public string Look =>
        State switch
        {
            StepState.Done => "done",
            StepState.Running => "now",
            StepState.Failed => "ended",
            _ => "to-come",
        };

    public string Icon =>
        State switch
        {
            StepState.Done => "check",
            StepState.Failed => "close",
            _ => "dot",
        };

    public static IEnumerable<StepView> Of(AgencyDetails agency) =>
        Enum.GetValues<ProvisioningStep>()
            .Select(step => Of(step, agency.Log.LastOrDefault(record => record.Step == step), agency.State));

    /// <summary>What the steps took together, failed attempts left out.</summary>
    public static double Total(AgencyDetails agency) =>
        agency.Log.Where(record => record.Error is null).Sum(record => record.Milliseconds ?? 0);

    private static StepView Of(ProvisioningStep step, ProvisioningRecord? last, AgencyState agency) =>
        last switch
        {
            null => new StepView(step, StepState.ToCome, null, null),
            { Error: { } error } => new StepView(step, StepState.Failed, last.Milliseconds, error),
            { Milliseconds: { } milliseconds } => new StepView(step, StepState.Done, milliseconds, null),
            _ => new StepView(
                step,
                agency == AgencyState.BeingSetUp ? StepState.Running : StepState.ToCome,
                null,
                null
            ),
        };
}

public enum StepState
{
    ToCome,
    Running,
    Done,
    Failed,
}
