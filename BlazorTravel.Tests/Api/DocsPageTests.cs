using System.Text.RegularExpressions;
using BlazorTravel.Tests.Support;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Api;

/// <summary>The page to read and try the API on, in a real browser under the application's own content security policy.</summary>
public sealed class DocsPageTests(TestRun run, ApiWorld world) : BrowserTest(run), IClassFixture<ApiWorld>
{
    [Theory]
    [InlineData("acme", Device.Desktop, ColorScheme.Light)]
    [InlineData("acme", Device.Phone, ColorScheme.Dark)]
    [InlineData(null, Device.Desktop, ColorScheme.Dark)]
    public async Task It_is_read_on_every_host_without_anything_from_elsewhere(
        string? host,
        Device device,
        ColorScheme colors
    )
    {
        var programmer = await OpenAsync(new VisitorOptions(device, colors, BaseUrl: world.Server.Url(host)));
        var elsewhere = new List<string>();
        programmer.Page.Request += (_, request) =>
        {
            if (
                !new Uri(request.Url).Host.EndsWith("localhost", StringComparison.Ordinal)
                && request.Url[..5] != "data:"
                && request.Url[..5] != "blob:"
            )
            {
                elsewhere.Add(request.Url);
            }
        };
        await programmer.Page.GotoAsync("/api/docs");

        await Assertions
            .Expect(programmer.Page.GetByRole(AriaRole.Heading, new() { Name = "BlazorTravel API" }))
            .ToBeVisibleAsync();
        await Assertions
            .Expect(programmer.Page.GetByText("List the agency's travel requests").First)
            .ToBeAttachedAsync();
        await programmer.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await programmer.ScreenshotAsync($"docs-{host}-{device}-{colors}");
        Assert.Equal([], elsewhere);
        programmer.AssertNoProblems();
    }

    [Fact]
    public async Task A_call_is_tried_with_a_token()
    {
        using var agent = await world.AgentAsync();
        var token = agent.DefaultRequestHeaders.Authorization!.Parameter!;
        var programmer = await OpenAsync(new VisitorOptions(Device.Desktop, BaseUrl: world.Server.Url("acme")));
        var page = programmer.Page;
        await page.GotoAsync("/api/docs");
        await page.GetByPlaceholder("Token").First.FillAsync(token);
        await page.GotoAsync("/api/docs/#tag/sign-in/GET/api/v1/auth/me");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Test Request.*auth.me") }).ClickAsync();
        var answered = page.WaitForResponseAsync(response =>
            response.Url.EndsWith("/api/v1/auth/me", StringComparison.Ordinal)
        );
        await programmer.ScreenshotAsync("docs-try");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send") }).First.ClickAsync();
        var response = await answered;

        Assert.Equal(200, response.Status);
        Assert.Contains(ApiWorld.AgentEmail, await response.TextAsync(), StringComparison.Ordinal);
        await programmer.ScreenshotAsync("docs-sent");
        programmer.AssertNoProblems();
    }
}
