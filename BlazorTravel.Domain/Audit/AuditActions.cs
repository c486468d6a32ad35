namespace BlazorTravel.Domain.Audit;

/// <summary>What the logs tell of, as "area.verb"; the area groups them in the logs' filters.</summary>
public static class AuditActions
{
    public const string SignedIn = "session.started";
    public const string SignInFailed = "session.refused";
    public const string SignedOut = "session.ended";
    public const string OtherSessionsEnded = "session.others_ended";
    public const string SessionReused = "session.token_reused";

    public const string PasswordSet = "account.password_set";
    public const string PasswordResetAsked = "account.reset_asked";
    public const string PasswordChanged = "account.password_changed";
    public const string TwoStepTurnedOn = "account.two_step_turned_on";
    public const string TwoStepTurnedOff = "account.two_step_turned_off";
    public const string RecoveryCodesReplaced = "account.recovery_codes_replaced";
    public const string RecoveryCodeUsed = "account.recovery_code_used";
    public const string CodesLocked = "account.codes_locked";
    public const string PasskeyAdded = "account.passkey_added";
    public const string PasskeyRemoved = "account.passkey_removed";
    public const string EmailChangeAsked = "account.email_change_asked";
    public const string EmailChanged = "account.email_changed";
    public const string Renamed = "account.renamed";

    public const string UserInvited = "user.invited";
    public const string UserInvitedAgain = "user.invited_again";
    public const string UserInvitationWithdrawn = "user.invitation_withdrawn";
    public const string UserDisabled = "user.disabled";
    public const string UserEnabled = "user.enabled";
    public const string UserRoleChanged = "user.role_changed";
    public const string UserPasswordLinkSent = "user.password_link_sent";

    public const string ApiKeyCreated = "api_key.created";
    public const string ApiKeyRevoked = "api_key.revoked";

    public const string RequestReceived = "request.received";
    public const string RequestStatusChanged = "request.status_changed";
    public const string RequestStatusTakenBack = "request.status_taken_back";
    public const string RequestNoteAdded = "request.note_added";

    public const string SettingsChanged = "settings.changed";

    public const string MailSentAgain = "mail.sent_again";

    public const string AgencyCreated = "agency.created";
    public const string AgencySetUp = "agency.set_up";
    public const string AgencySetUpFailed = "agency.set_up_failed";
    public const string AgencySetUpRetried = "agency.set_up_retried";
    public const string AgencyChanged = "agency.changed";
    public const string AgencySuspended = "agency.suspended";
    public const string AgencyActivated = "agency.activated";
    public const string AgencyMigrated = "agency.migrated";
    public const string AgencyDeletionBegun = "agency.deletion_begun";
    public const string AgencyDeleted = "agency.deleted";

    public const string LogExported = "log.exported";
}
