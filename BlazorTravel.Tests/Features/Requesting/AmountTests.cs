using System.Globalization;
using BlazorTravel.Web.Features.Requesting;

namespace BlazorTravel.Tests.Features.Requesting;

public sealed class AmountTests
{
    [Theory]
    [InlineData("1500", "1500")]
    [InlineData("1.500", "1500")]
    [InlineData("1,500", "1500")]
    [InlineData("1 500", "1500")]
    [InlineData("1\u202f500,5", "1500.5")]
    [InlineData("1'500.50", "1500.5")]
    [InlineData("1.500,50", "1500.5")]
    [InlineData("1,500.50", "1500.5")]
    [InlineData("1.500.000", "1500000")]
    [InlineData("1,500.000", "1500")]
    [InlineData("0,5", "0.5")]
    [InlineData("12.3456", "12.35")]
    [InlineData("-5", "-5")]
    public void Amounts_are_read_as_people_write_them(string typed, string amount)
    {
        Assert.True(Amount.TryParse(typed, out var read));
        Assert.Equal(decimal.Parse(amount, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("€ 1500")]
    [InlineData("1.5.50")]
    [InlineData("1-2")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_amount_is_refused(string typed) => Assert.False(Amount.TryParse(typed, out _));
}
