using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>What came of something that an admin wanted done about a person.</summary>
public enum PeopleOutcome
{
    Done,

    /// <summary>There is no such person in this agency (any more).</summary>
    Gone,

    /// <summary>Whoever wants it is no active admin (any more).</summary>
    NotAllowed,
    Yourself,
    LastAdmin,

    /// <summary>The person has never accepted the invitation.</summary>
    NotAccepted,

    /// <summary>The person has accepted the invitation.</summary>
    Accepted,

    /// <summary>The person is kept out.</summary>
    Disabled,

    /// <summary>One of this agency's people has this address already.</summary>
    AlreadyHere,

    /// <summary>The address cannot be invited. Nobody is told why: it may be somebody else's.</summary>
    EmailUnavailable,

    /// <summary>The last mail to this person was sent a moment ago.</summary>
    TooSoon,

    /// <summary>This agency has sent many such mails within the hour.</summary>
    TooMany,
}

public static class PeopleOutcomes
{
    public static PeopleOutcome Of(StaffProblem? problem) =>
        problem switch
        {
            null => PeopleOutcome.Done,
            StaffProblem.NotAllowed => PeopleOutcome.NotAllowed,
            StaffProblem.Yourself => PeopleOutcome.Yourself,
            StaffProblem.LastAdmin => PeopleOutcome.LastAdmin,
            _ => PeopleOutcome.NotAccepted,
        };
}
