using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Features.TenantManagement;

namespace BlazorTravel.Tests.Features.TenantManagement;

public sealed class SubdomainSuggestionTests
{
    [Theory]
    [InlineData("Acme Travel", "acme-travel")]
    [InlineData("Fjord & Fell Reisebüro", "fjord-fell-reiseburo")]
    [InlineData("  Øresund/Straßen-Touren!  ", "oresund-strassen-touren")]
    [InlineData("Pam's Péniches", "pams-peniches")]
    [InlineData("旅行", "")]
    public void A_name_becomes_an_address(string name, string expected) =>
        Assert.Equal(expected, SubdomainSuggestion.From(name));

    [Fact]
    public void A_long_name_is_cut_between_words_and_stays_valid()
    {
        var suggestion = SubdomainSuggestion.From("The Very Long Established Society of Mountain Railway Journeys");
        Assert.Equal("the-very-long-established-society-of", suggestion);
        Assert.True(Subdomain.TryParse(suggestion, out _, out _));
    }
}
