using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Support.Proofs;

public sealed class BrowserTests(TestRun run) : BrowserTest(run)
{
    private const string Clean = """
        <!doctype html><html lang="en"><head><title>Clean</title><link rel="icon" href="data:,"></head>
        <body><main><h1>Clean</h1><script>document.title = 'Script ran'</script></main></body></html>
        """;

    [Fact]
    public async Task A_subdomain_of_localhost_is_reached_without_any_set_up()
    {
        await using var site = await Site.StartAsync(Clean);
        var visitor = await OpenAsync(new VisitorOptions(BaseUrl: $"http://acme.localhost:{site.Port}"));

        await visitor.Page.GotoAsync("/");

        Assert.Equal($"acme.localhost:{site.Port}", await visitor.Page.EvaluateAsync<string>("() => location.host"));
        Assert.Equal("Script ran", await visitor.Page.TitleAsync());
        await visitor.AxeCheckAsync();
        await visitor.AssertNoSidewaysScrollAsync();
        visitor.AssertNoProblems();
    }

    [Fact]
    public async Task A_phone_is_narrow_has_touch_and_likes_it_dark()
    {
        var visitor = await OpenAsync(new VisitorOptions(Device.Phone, ColorScheme.Dark));

        await visitor.Page.GotoAsync(
            AsData(Clean.Replace("<title>", "<meta name=viewport content='width=device-width'><title>"))
        );

        Assert.Equal(390, await visitor.Page.EvaluateAsync<int>("() => window.innerWidth"));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => navigator.maxTouchPoints > 0"));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => matchMedia('(prefers-color-scheme: dark)').matches"));
    }

    [Fact]
    public async Task JavaScript_can_be_off()
    {
        var visitor = await OpenAsync(new VisitorOptions(JavaScript: false));

        await visitor.Page.GotoAsync(AsData(Clean));

        Assert.Equal("Clean", await visitor.Page.TitleAsync());
    }

    [Fact]
    public async Task What_goes_wrong_unseen_is_written_down()
    {
        await using var site = await Site.StartAsync(
            """
            <!doctype html><html lang="en"><head><title>Bad</title><link rel="icon" href="data:,"></head><body><h1>Bad</h1>
            <script>console.error('said an error'); setTimeout(() => { throw new Error('thrown'); });</script>
            <img src="/missing.png" alt="missing"></body></html>
            """
        );
        await using var visitor = await (await Run.BrowserAsync()).NewVisitorAsync();

        await visitor.Page.GotoAsync($"http://localhost:{site.Port}/");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Contains(
            visitor.Problems,
            problem => problem.StartsWith("console error: said an error", StringComparison.Ordinal)
        );
        Assert.Contains(
            visitor.Problems,
            problem => problem.StartsWith("exception: ", StringComparison.Ordinal) && problem.Contains("thrown")
        );
        Assert.Contains(
            visitor.Problems,
            problem => problem.EndsWith("/missing.png answered 404", StringComparison.Ordinal)
        );
        Assert.ThrowsAny<Exception>(visitor.AssertNoProblems);

        visitor.Expect("said an error");
        visitor.Expect("thrown");
        visitor.Expect("404");
        Assert.Empty(visitor.Problems);
    }

    [Fact]
    public async Task A_serious_accessibility_violation_is_found_even_under_a_strict_content_policy()
    {
        await using var site = await Site.StartAsync(
            """
            <!doctype html><html lang="en"><head><title>Unlabelled</title><link rel="icon" href="data:,"></head>
            <body><main><h1>Form</h1><input type="text"></main></body></html>
            """,
            contentPolicy: "default-src 'none'; script-src 'self'; img-src data:"
        );
        var visitor = await OpenAsync();
        await visitor.Page.GotoAsync($"http://localhost:{site.Port}/");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => visitor.AxeCheckAsync());

        Assert.Contains("critical label", failure.Message);
    }

    [Fact]
    public async Task A_page_wider_than_the_screen_is_found()
    {
        var visitor = await OpenAsync(new VisitorOptions(Device.Phone));
        await visitor.Page.GotoAsync(
            AsData(
                Clean.Replace("<main>", "<meta name=viewport content='width=device-width'><main style='width:700px'>")
            )
        );

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => visitor.AssertNoSidewaysScrollAsync());

        Assert.Contains("wider than the screen", failure.Message);
    }

    private static string AsData(string html) =>
        $"data:text/html;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(html))}";

    /// <summary>One page on a loopback port.</summary>
    private sealed class Site(WebApplication app, int port) : IAsyncDisposable
    {
        public int Port { get; } = port;

        public static async Task<Site> StartAsync(string html, string? contentPolicy = null)
        {
            var port = FreePort.Next();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://localhost:{port}");
            var app = builder.Build();
            app.MapGet(
                "/",
                (HttpContext context) =>
                {
                    if (contentPolicy is not null)
                        context.Response.Headers.ContentSecurityPolicy = contentPolicy;
                    return Results.Content(html, "text/html; charset=utf-8");
                }
            );
            await app.StartAsync();
            return new Site(app, port);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
