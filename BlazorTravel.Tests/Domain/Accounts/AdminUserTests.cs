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

    [Fact]
    public void The_code_of_a_time_step_is_taken_once_and_an_older_one_not_after_it()
    {
        var user = TwoStepUser();
        Assert.True(user.UseCodeOf(100));
        Assert.False(user.UseCodeOf(100));
        Assert.False(user.UseCodeOf(99));
        Assert.True(user.UseCodeOf(101));
    }

    [Fact]
    public void Wrong_codes_are_locked_apart_from_passwords_and_a_right_password_does_not_unlock_them()
    {
        var user = TwoStepUser();
        for (var i = 0; i < AdminUser.MaxFailedSignIns - 1; i++)
        {
            Assert.False(user.RecordFailedCode(Now));
            user.RecordRightPassword();
        }
        Assert.True(user.RecordFailedCode(Now));
        user.RecordRightPassword();
        Assert.False(user.IsLockedAt(Now));
        Assert.True(user.AreCodesLockedAt(Now.AddMinutes(14)));
        Assert.False(user.AreCodesLockedAt(Now.AddMinutes(15)));
    }

    [Fact]
    public void Two_step_sign_in_needs_a_key_and_forgets_it_when_it_is_turned_off()
    {
        var user = AdminUser.CreateSuperadmin("ann@acme.example", Now);
        Assert.Throws<InvalidOperationException>(user.TurnOnTwoStep);
        user.SetAuthenticatorKey("key");
        user.TurnOnTwoStep();
        user.TurnOffTwoStep();
        Assert.Equal((false, null), (user.IsTwoStepOn, user.AuthenticatorKey));
    }

    [Fact]
    public void The_stamp_changes_with_whatever_somebody_signs_in_with()
    {
        var user = TwoStepUser();
        List<string> stamps = [user.SecurityStamp];
        foreach (
            var change in new Action[]
            {
                () => user.SetPassword("hash"),
                () => user.ChangeEmail("Anne@acme.example"),
                user.TurnOffTwoStep,
            }
        )
        {
            change();
            stamps.Add(user.SecurityStamp);
        }
        Assert.Equal(stamps.Count, stamps.Distinct().Count());
        Assert.Equal("anne@acme.example", user.Email);
    }

    [Fact]
    public void A_recovery_code_is_found_however_it_is_typed_until_it_was_used()
    {
        var set = RecoveryCode.KeepSet(1, ["ABCDE-FGHIJ", "KLMNO-PQRST"]);
        var found = RecoveryCode.Find(set, " klmno pqrst ");
        Assert.Same(set[1], found);
        Assert.Null(RecoveryCode.Find(set, "KLMNO-PQRSX"));
        Assert.Null(RecoveryCode.Find(set, ""));
        Assert.Null(RecoveryCode.Find([], "KLMNO-PQRST"));
        found!.Use(Now);
        Assert.Null(RecoveryCode.Find(set, "KLMNO-PQRST"));
    }

    [Fact]
    public void A_passkey_always_has_a_name_that_fits()
    {
        var credential = new PasskeyCredential([1], [2], 0, [], true, false, false);
        Assert.Equal("Passkey", Passkey.Register(1, credential, "  ", Now).Name);
        Assert.Equal("Phone", Passkey.Register(1, credential, " Phone ", Now).Name);
        Assert.Equal(Passkey.NameMaxLength, Passkey.Register(1, credential, new string('x', 100), Now).Name.Length);
    }

    private static AdminUser TwoStepUser()
    {
        var user = AdminUser.InviteToAgency("ann@acme.example", 1, AgencyRole.Admin, Now);
        user.SetAuthenticatorKey("key");
        user.TurnOnTwoStep();
        return user;
    }
}
