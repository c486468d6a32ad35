using Microsoft.Playwright;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// One Chromium for the whole run, the machine's own. Every visitor gets a context of their own: nothing is shared but
/// the process. Chromium resolves every <c>*.localhost</c> name to loopback by itself.
/// </summary>
public sealed class TestBrowser : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private TestBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<TestBrowser> StartAsync()
    {
        var program = await Prerequisites.EnsureAsync(Prerequisite.Chromium);
        var playwright = await Playwright.CreateAsync();
        try
        {
            // Chromium's sandbox refuses to run as root.
            string[] sandbox = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [];
            var browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions
                {
                    ExecutablePath = program,
                    Headless = true,
                    Args = [.. Flags, .. sandbox],
                }
            );
            return new TestBrowser(playwright, browser);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>A new visitor with a page open; see <see cref="BrowserTest"/> for tests, where this is done for you.</summary>
    public async Task<Visitor> NewVisitorAsync(VisitorOptions? options = null)
    {
        var chosen = options ?? new VisitorOptions();
        var context = await _browser.NewContextAsync(chosen.ForPlaywright());
        return await Visitor.CreateAsync(context, chosen);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
