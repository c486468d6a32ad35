namespace BlazorTravel.Domain.Accounts;

/// <summary>
/// All people of one agency, and what one of its admins may do to another: nobody shuts the door on themself, and somebody
/// always remains who can open it. Hold a lock on the agency's people while using it.
/// </summary>
public sealed class AgencyStaff(IReadOnlyCollection<AdminUser> people)
{
    /// <summary>Gives a person another role; null when it was done.</summary>
    public StaffProblem? ChangeRole(AdminUser person, AgencyRole role, AdminUser by)
    {
        if (Check(person, by, keepsAdmin: role == AgencyRole.Admin) is { } problem)
        {
            return problem;
        }
        person.ChangeRole(role);
        return null;
    }

    /// <summary>Keeps a person out; null when it was done.</summary>
    public StaffProblem? Disable(AdminUser person, AdminUser by)
    {
        if (!person.HasAccepted)
        {
            return StaffProblem.NotAccepted;
        }
        if (Check(person, by, keepsAdmin: false) is { } problem)
        {
            return problem;
        }
        person.Disable();
        return null;
    }

    /// <summary>Lets a person in again; null when it was done.</summary>
    public StaffProblem? Enable(AdminUser person, AdminUser by)
    {
        if (Check(person, by, keepsAdmin: true) is { } problem)
        {
            return problem;
        }
        person.Enable();
        return null;
    }

    private StaffProblem? Check(AdminUser person, AdminUser by, bool keepsAdmin) =>
        !by.IsActiveAdmin ? StaffProblem.NotAllowed
        : person.Id == by.Id ? StaffProblem.Yourself
        : !keepsAdmin && person.IsActiveAdmin && people.Count(one => one.IsActiveAdmin) <= 1 ? StaffProblem.LastAdmin
        : null;
}

/// <summary>Why something cannot be done to a person.</summary>
public enum StaffProblem
{
    /// <summary>Whoever wants it is no active admin (any more).</summary>
    NotAllowed,
    Yourself,

    /// <summary>Nobody would be left to look after the agency.</summary>
    LastAdmin,

    /// <summary>The person was invited and never came: withdraw the invitation instead.</summary>
    NotAccepted,
}
