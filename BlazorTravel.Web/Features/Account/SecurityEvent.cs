using BlazorTravel.Domain.Audit;

namespace BlazorTravel.Web.Features.Account;

/// <summary>What changes how somebody signs in, or tells that somebody else may be trying to.</summary>
public enum SecurityEvent
{
    PasswordChanged,
    TwoStepTurnedOn,
    TwoStepTurnedOff,
    RecoveryCodesReplaced,
    RecoveryCodeUsed,
    CodesLocked,
    PasskeyAdded,
    PasskeyRemoved,
    EmailChangeAsked,
    EmailChanged,
}

/// <summary>How the log calls them.</summary>
public static class SecurityEventActions
{
    public static string Action(this SecurityEvent what) =>
        what switch
        {
            SecurityEvent.PasswordChanged => AuditActions.PasswordChanged,
            SecurityEvent.TwoStepTurnedOn => AuditActions.TwoStepTurnedOn,
            SecurityEvent.TwoStepTurnedOff => AuditActions.TwoStepTurnedOff,
            SecurityEvent.RecoveryCodesReplaced => AuditActions.RecoveryCodesReplaced,
            SecurityEvent.RecoveryCodeUsed => AuditActions.RecoveryCodeUsed,
            SecurityEvent.CodesLocked => AuditActions.CodesLocked,
            SecurityEvent.PasskeyAdded => AuditActions.PasskeyAdded,
            SecurityEvent.PasskeyRemoved => AuditActions.PasskeyRemoved,
            SecurityEvent.EmailChangeAsked => AuditActions.EmailChangeAsked,
            _ => AuditActions.EmailChanged,
        };
}
