using BlazorTravel.Web.Features.Account.Sessions;
using BlazorTravel.Web.Sessions;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Tests.Sessions;

public sealed class DeviceWordsTests
{
    [Theory]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        "Edge",
        "Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Safari",
        "iPhone"
    )]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux")]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
        "Chrome",
        "Android"
    )]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Safari",
        "Mac"
    )]
    [InlineData("curl/8.5.0", "curl", null)]
    [InlineData("", null, null)]
    [InlineData("<script>alert(1)</script>", null, null)]
    public void A_device_is_named_as_people_would(string userAgent, string? program, string? system) =>
        Assert.Equal((program, system), DeviceWords.Read(userAgent));

    [Theory]
    [InlineData("00:10:00", "1.00:00:00", "14.00:00:00", true)]
    [InlineData("00:00:00", "1.00:00:00", "14.00:00:00", false)]
    [InlineData("02:00:00", "1.00:00:00", "14.00:00:00", false)]
    [InlineData("00:10:00", "00:05:00", "14.00:00:00", false)]
    [InlineData("00:10:00", "1.00:00:00", "12:00:00", false)]
    public void Lifetimes_that_make_no_sense_are_refused_at_the_start(
        string access,
        string idle,
        string absolute,
        bool valid
    )
    {
        var options = new LoginTokenOptions
        {
            Lifetime = TimeSpan.Parse(access, System.Globalization.CultureInfo.InvariantCulture),
            IdleLifetime = TimeSpan.Parse(idle, System.Globalization.CultureInfo.InvariantCulture),
            AbsoluteLifetime = TimeSpan.Parse(absolute, System.Globalization.CultureInfo.InvariantCulture),
        };
        Assert.Equal(valid, new LoginTokenOptionsCheck().Validate(Options.DefaultName, options).Succeeded);
    }
}
