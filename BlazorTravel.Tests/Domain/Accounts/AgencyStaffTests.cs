using System.Reflection;
using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Tests.Domain.Accounts;

/// <summary>What an agency's admins may do to each other and to the agents.</summary>
public sealed class AgencyStaffTests
{
    private readonly AdminUser ann = Person(1, AgencyRole.Admin);
    private readonly AdminUser ben = Person(2, AgencyRole.Admin);
    private readonly AdminUser cem = Person(3, AgencyRole.Agent);
    private readonly AdminUser dot = Person(4, AgencyRole.Admin, accepted: false);

    [Fact]
    public void An_admin_changes_what_others_may_do()
    {
        var staff = Staff(ann, ben, cem);
        Assert.Null(staff.ChangeRole(cem, AgencyRole.Admin, ann));
        Assert.Null(staff.ChangeRole(ben, AgencyRole.Agent, ann));
        Assert.Equal((AgencyRole.Admin, AgencyRole.Agent), (cem.Role, ben.Role));
        Assert.Null(staff.Disable(ben, ann));
        Assert.True(ben.IsDisabled);
        Assert.Null(staff.Enable(ben, ann));
        Assert.False(ben.IsDisabled);
    }

    [Fact]
    public void Nobody_does_any_of_it_to_themself()
    {
        var staff = Staff(ann, ben);
        Assert.Equal(StaffProblem.Yourself, staff.Disable(ann, ann));
        Assert.Equal(StaffProblem.Yourself, staff.Enable(ann, ann));
        Assert.Equal(StaffProblem.Yourself, staff.ChangeRole(ann, AgencyRole.Agent, ann));
        Assert.True(ann.IsActiveAdmin);
    }

    [Fact]
    public void An_agent_a_disabled_admin_and_one_who_never_came_do_nothing()
    {
        ben.Disable();
        var staff = Staff(ann, ben, cem, dot);
        foreach (var one in new[] { ben, cem, dot })
        {
            Assert.Equal(StaffProblem.NotAllowed, staff.Disable(ann, one));
            Assert.Equal(StaffProblem.NotAllowed, staff.ChangeRole(ann, AgencyRole.Agent, one));
            Assert.Equal(StaffProblem.NotAllowed, staff.Enable(ann, one));
        }
    }

    [Fact]
    public void The_last_admin_who_can_sign_in_stays_one_whoever_asks()
    {
        // The lists differ from what the asker is: an admin of another moment.
        var staff = Staff(ben, cem, dot);
        Assert.Equal(StaffProblem.LastAdmin, staff.Disable(ben, ann));
        Assert.Equal(StaffProblem.LastAdmin, staff.ChangeRole(ben, AgencyRole.Agent, ann));
        Assert.True(ben.IsActiveAdmin);
    }

    [Fact]
    public void Somebody_who_never_came_is_not_disabled_but_may_be_promised_another_role()
    {
        var staff = Staff(ann, dot);
        Assert.Equal(StaffProblem.NotAccepted, staff.Disable(dot, ann));
        Assert.Null(staff.ChangeRole(dot, AgencyRole.Agent, ann));
    }

    private static AgencyStaff Staff(params AdminUser[] people) => new(people);

    private static AdminUser Person(int id, AgencyRole role, bool accepted = true)
    {
        var person = AdminUser.InviteToAgency($"p{id}@acme.example", 1, role, DateTimeOffset.UnixEpoch);
        if (accepted)
        {
            person.SetPassword("hash");
        }
        // The database gives ids.
        typeof(AdminUser)
            .GetProperty(nameof(AdminUser.Id), BindingFlags.Public | BindingFlags.Instance)!
            .SetValue(person, id);
        return person;
    }
}
