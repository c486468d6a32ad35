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

    public const string UserInvited = "user.invited";
    public const string UserDisabled = "user.disabled";
    public const string UserEnabled = "user.enabled";
    public const string UserRoleChanged = "user.role_changed";

    public const string RequestReceived = "request.received";
    public const string RequestStatusChanged = "request.status_changed";
    public const string RequestNoteAdded = "request.note_added";

    public const string SettingsChanged = "settings.changed";

    public const string MailSentAgain = "mail.sent_again";

    public const string AgencyCreated = "agency.created";
    public const string AgencyChanged = "agency.changed";
    public const string AgencySuspended = "agency.suspended";
    public const string AgencyActivated = "agency.activated";
    public const string AgencyDeleted = "agency.deleted";
}
