using Microsoft.Playwright;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// A test with visitors. When it ends, every visitor's unannounced problems fail it, beside whatever else failed; of a
/// failed test a picture of each page lies in <c>TestResults/</c>.
/// </summary>
public abstract class BrowserTest(TestRun run) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];

    protected TestRun Run { get; } = run;

    /// <summary>Opens a browser of its own for one person.</summary>
    protected async Task<Visitor> OpenAsync(VisitorOptions? options = null)
    {
        var browser = await Run.BrowserAsync();
        var visitor = await browser.NewVisitorAsync(options);
        _visitors.Add(visitor);
        return visitor;
    }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        var problems = _visitors.SelectMany(visitor => visitor.Problems).ToList();
        if (failed || problems.Count > 0)
            await KeepPicturesAsync();
        foreach (var visitor in _visitors)
            await visitor.DisposeAsync();
        Assert.True(problems.Count == 0, $"The browser reports:\n{string.Join("\n", problems)}");
    }

    private async Task KeepPicturesAsync()
    {
        var test = TestContext.Current.TestMethod is { } method
            ? $"{method.TestClass.TestClassSimpleName}.{method.MethodName}"
            : GetType().Name;
        var pages = _visitors.SelectMany(visitor => visitor.Context.Pages).ToList();
        for (var number = 0; number < pages.Count; number++)
        {
            var path = Repository.PathTo("TestResults", $"{test}.{number + 1}.png");
            try
            {
                await pages[number].ScreenshotAsync(new PageScreenshotOptions { Path = path, Timeout = 5000 });
                TestContext.Current.TestOutputHelper?.WriteLine($"{pages[number].Url}: {path}");
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(
                    $"No picture of {pages[number].Url}: {exception.Message}"
                );
            }
        }
    }
}
