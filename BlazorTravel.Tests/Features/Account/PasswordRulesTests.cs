using BlazorTravel.Web.Features.Account;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Which passwords will do, and where "return" may lead.</summary>
public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("blue river walks slowly", null)]
    [InlineData("Kx7#mQ2$vL9p", null)]
    [InlineData("short 1!", PasswordProblem.TooShort)]
    [InlineData("Boss@Acme.Example", PasswordProblem.IsEmail)]
    [InlineData("Password1234!", PasswordProblem.TooCommon)]
    [InlineData("qwertyqwerty", PasswordProblem.TooCommon)]
    [InlineData("111111111111", PasswordProblem.TooCommon)]
    [InlineData("123456789012", PasswordProblem.TooCommon)]
    [InlineData("abababababab", PasswordProblem.TooCommon)]
    public void A_password_is_long_and_not_what_everybody_tries_first(string password, PasswordProblem? problem) =>
        Assert.Equal(problem, PasswordRules.Check(password, "boss@acme.example"));

    [Fact]
    public void A_password_has_an_upper_limit() =>
        Assert.Equal(PasswordProblem.TooLong, PasswordRules.Check(new string('x', 201), "boss@acme.example"));

    [Theory]
    [InlineData("/admin/requests?q=a", "/admin/requests?q=a")]
    [InlineData("/", "/")]
    [InlineData("//evil.example", "/home")]
    [InlineData("/\\evil.example", "/home")]
    [InlineData("/\t/evil.example", "/home")]
    [InlineData("https://evil.example", "/home")]
    [InlineData("javascript:alert(1)", "/home")]
    [InlineData(null, "/home")]
    public void Only_paths_of_this_host_are_returned_to(string? address, string expected) =>
        Assert.Equal(expected, LocalAddress.Or(address, "/home"));
}
