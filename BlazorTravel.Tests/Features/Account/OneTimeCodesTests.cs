using BlazorTravel.Web.Features.Account.Identity;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>The codes of authenticators, by the figures of RFC 6238, appendix B, cut to six.</summary>
public sealed class OneTimeCodesTests
{
    /// <summary>"12345678901234567890" in Base32.</summary>
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082", 1)]
    [InlineData(1111111109, "081804", 37037036)]
    [InlineData(1234567890, "005924", 41152263)]
    [InlineData(20000000000, "353130", 666666666)]
    public void A_code_is_known_by_its_time_step(long at, string code, long step) =>
        Assert.Equal(step, OneTimeCodes.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(at)));

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(61, false)]
    public void A_phones_clock_may_be_half_a_minute_off_and_no_more(int seconds, bool taken) =>
        Assert.Equal(
            taken,
            OneTimeCodes.Match(Key, "081804", DateTimeOffset.FromUnixTimeSeconds(1111111095 + seconds)) is not null
        );

    [Theory]
    [InlineData("")]
    [InlineData("81804")]
    [InlineData("0818040")]
    [InlineData("abcdef")]
    public void Anything_else_is_no_code(string code) =>
        Assert.Null(OneTimeCodes.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(1111111109)));
}
