using System.Net;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Features.Branding;

public sealed class LogoTests(AppFixture app) : IClassFixture<AppFixture>
{
    // The smallest thing that counts as an image here: it is told by its first bytes.
    private static readonly byte[] Image = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task A_logo_may_be_kept_for_ever_under_its_own_address()
    {
        var agency = await TestAgency.AddAsync(app.Server, "logo");
        var logo = TenantLogo.From(Image);
        await agency.ChangeAsync(app.Server, (tenant, now) => tenant.ChangeLogo(logo, now));
        using var client = app.Server.NewClient("logo");

        using var kept = await client.GetAsync(new Uri($"/brand/logo?v={logo.Version}", UriKind.Relative));
        Assert.Equal("image/png", kept.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Image, await kept.Content.ReadAsByteArrayAsync());
        Assert.Contains("immutable", kept.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", Assert.Single(kept.Headers.GetValues("X-Content-Type-Options")));

        using var other = await client.GetAsync(new Uri("/brand/logo?v=old", UriKind.Relative));
        Assert.True(other.Headers.CacheControl!.NoCache);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/brand/logo");
        again.Headers.IfNoneMatch.Add(kept.Headers.ETag!);
        using var unchanged = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        Assert.Contains($"/brand/logo?v={logo.Version}", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(null)]
    public async Task Where_there_is_no_logo_there_is_none(string? subdomain)
    {
        if (subdomain is not null)
        {
            await TestAgency.AddAsync(app.Server, subdomain);
        }
        using var client = app.Server.NewClient(subdomain);
        using var answer = await client.GetAsync(new Uri("/brand/logo", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
