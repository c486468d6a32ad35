using System.Text.RegularExpressions;
using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Tests.Domain.Accounts;

public sealed class ApiKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly AdminUser Ann = AdminUser.InviteToAgency("ann@acme.example", 1, AgencyRole.Admin, Now);

    [Fact]
    public void A_key_has_a_form_that_scanners_can_look_for()
    {
        var key = ApiKeyText.Make();
        Assert.Matches(new Regex("^bt_[a-z2-9]{8}_[0-9A-Za-z]{49}$"), key);
        Assert.True(ApiKeyText.IsWellFormed(key));
        Assert.NotEqual(key, ApiKeyText.Make());
    }

    [Fact]
    public void A_key_with_one_wrong_character_is_no_key()
    {
        var key = ApiKeyText.Make();
        for (var i = 0; i < key.Length; i++)
        {
            var other = key[i] == 'a' ? 'b' : 'a';
            Assert.False(ApiKeyText.IsWellFormed(key[..i] + other + key[(i + 1)..]), $"changed at {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bt_")]
    [InlineData("bt_abcdefgh_")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x")]
    [InlineData("bt_abcdefgh_ÄÖÜäöüßÄÖÜäöüßÄÖÜäöüßÄÖÜäöüßÄÖÜäöüßÄÖÜäöüßÄÖÜäöü")]
    public void Something_else_is_no_key(string? text) => Assert.False(ApiKeyText.IsWellFormed(text));

    [Fact]
    public void Only_the_hash_of_a_key_is_kept()
    {
        var key = Make(out var text);
        Assert.Equal(ApiKeyText.Hash(text), key.SecretHash);
        Assert.Equal(64, key.SecretHash.Length);
        Assert.Equal($"bt_{key.Prefix}_", text[..12]);
        var secret = text[12..];
        var kept = key.GetType().GetProperties().Select(property => $"{property.GetValue(key)}");
        Assert.DoesNotContain(kept, value => value.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_works_until_it_expires_or_is_revoked()
    {
        var key = Make(out _, expiresAt: Now.AddDays(30));
        Assert.True(key.IsUsableAt(Now.AddDays(30).AddTicks(-1)));
        Assert.False(key.IsUsableAt(Now.AddDays(30)));
        key.Revoke(Now.AddDays(1));
        Assert.False(key.IsUsableAt(Now.AddDays(2)));
        key.Revoke(Now.AddDays(3));
        Assert.Equal(Now.AddDays(1), key.RevokedAt);
        Assert.True(Make(out _).IsUsableAt(Now.AddYears(50)));
    }

    [Theory]
    [InlineData("", "requests:read")]
    [InlineData("A\nB", "requests:read")]
    [InlineData("Good")]
    [InlineData("Good", "requests:delete")]
    public void A_key_without_a_name_or_with_scopes_there_are_not_is_refused(string name, params string[] scopes) =>
        Assert.Throws<ArgumentException>(() => ApiKey.Create(1, name, scopes, null, Ann, Now, out _));

    [Fact]
    public void A_key_that_has_expired_already_is_refused() =>
        Assert.Throws<ArgumentException>(() => Make(out _, expiresAt: Now));

    private static ApiKey Make(out string text, DateTimeOffset? expiresAt = null) =>
        ApiKey.Create(1, "Website", [ApiScopes.RequestsWrite, ApiScopes.RequestsRead], expiresAt, Ann, Now, out text);
}
