using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Tests.Domain.Accounts;

public class AdminUserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_fifth_wrong_password_in_a_row_locks_the_account_for_a_quarter_of_an_hour()
    {
        var user = AdminUser.InviteToAgency("Ann@Acme.example", 1, AgencyRole.Admin, Now);
        for (var i = 0; i < AdminUser.MaxFailedSignIns - 1; i++)
        {
            user.RecordFailedSignIn(Now);
        }
        Assert.False(user.IsLockedAt(Now));
        user.RecordFailedSignIn(Now);
        Assert.True(user.IsLockedAt(Now.AddMinutes(14)));
        Assert.False(user.IsLockedAt(Now.AddMinutes(15)));
    }

    [Fact]
    public void A_right_password_starts_the_count_anew()
    {
        var user = AdminUser.InviteToAgency("ann@acme.example", 1, AgencyRole.Admin, Now);
        for (var i = 0; i < 20; i++)
        {
            user.RecordFailedSignIn(Now);
            user.RecordSignIn(Now);
        }
        Assert.False(user.IsLockedAt(Now));
    }

    [Fact]
    public void Addresses_are_kept_in_lower_case() =>
        Assert.Equal(
            "ann@acme.example",
            AdminUser.InviteToAgency(" Ann@Acme.example ", 1, AgencyRole.Agent, Now).Email
        );

    [Fact]
    public void A_link_keeps_only_the_hash_of_its_secret_and_works_once_and_not_for_ever()
    {
        var link = AccountLink.Create(1, AccountLinkPurpose.Invitation, Now, out var secret);
        Assert.NotEqual(secret, link.SecretHash);
        Assert.Equal(link.SecretHash, AccountLink.Hash(secret));
        Assert.True(link.IsUsableAt(Now.AddDays(6)));
        Assert.False(link.IsUsableAt(Now.AddDays(7)));
        link.Use(Now);
        Assert.False(link.IsUsableAt(Now));
    }
}
