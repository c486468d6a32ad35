using BlazorTravel.Domain.Tenants;

namespace BlazorTravel.Tests.Domain.Tenants;

public class SubdomainTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("fjord-and-fell")]
    [InlineData("24travel")]
    [InlineData("abc")]
    public void A_plain_label_is_taken(string text)
    {
        Assert.True(Subdomain.TryParse(text, out var subdomain, out _));
        Assert.Equal(text, subdomain.Value);
    }

    [Fact]
    public void Case_and_blanks_around_do_not_matter() => Assert.Equal("acme", Subdomain.Parse("  AcMe ").Value);

    [Theory]
    [InlineData(null, "3 to 40")]
    [InlineData("", "3 to 40")]
    [InlineData("ab", "3 to 40")]
    [InlineData("a234567890123456789012345678901234567890x", "3 to 40")]
    [InlineData("müller", "letters a to z")]
    [InlineData("two words", "letters a to z")]
    [InlineData("a.b.c", "letters a to z")]
    [InlineData("under_score", "letters a to z")]
    [InlineData("-acme", "Start and end")]
    [InlineData("acme-", "Start and end")]
    [InlineData("xn--acme", "reserved")]
    [InlineData("12345", "at least one letter")]
    [InlineData("www", "reserved")]
    [InlineData("API", "reserved")]
    [InlineData("admin", "reserved")]
    [InlineData("static", "reserved")]
    public void Anything_else_is_refused_with_what_to_do(string? text, string hint)
    {
        Assert.False(Subdomain.TryParse(text, out _, out var error));
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }
}
