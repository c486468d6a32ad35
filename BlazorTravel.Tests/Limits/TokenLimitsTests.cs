using System.Net;

namespace BlazorTravel.Tests.Limits;

/// <summary>Limits of those who are signed in, in a world whose clock is not moved: tokens are judged by the real one.</summary>
public sealed class TokenLimitsTests(LimitedWorld world) : IClassFixture<LimitedWorld>
{
    [Fact]
    public async Task Each_token_has_a_quota_of_its_own_whatever_its_address()
    {
        var (one, two) = (await world.TokenAsync("192.0.2.2"), await world.TokenAsync("192.0.2.3"));
        using var client = world.From("192.0.2.4");
        for (var i = 0; i < 5; i++)
        {
            using var allowed = await LimitedWorld.MeAsync(client, one);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var elsewhere = world.From("192.0.2.5");
        using var refused = await LimitedWorld.MeAsync(elsewhere, one);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        using var other = await LimitedWorld.MeAsync(client, two);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
