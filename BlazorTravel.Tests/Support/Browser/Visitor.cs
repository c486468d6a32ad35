using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// Somebody with a browser: own cookies, own screen. Writes down what a person would not see but should not happen:
/// console errors, uncaught exceptions, failed requests and answers of 400 and above.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentBag<Regex> _expected = [];

    private Visitor(IBrowserContext context, VisitorOptions options)
    {
        Context = context;
        Options = options;
    }

    public IBrowserContext Context { get; }

    public VisitorOptions Options { get; }

    /// <summary>The visitor's first page.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>What went wrong so far and was not announced with <see cref="Expect"/>.</summary>
    public IReadOnlyList<string> Problems =>
        [.. _problems.Where(problem => !_expected.Any(pattern => pattern.IsMatch(problem)))];

    internal static async Task<Visitor> CreateAsync(IBrowserContext context, VisitorOptions options)
    {
        var visitor = new Visitor(context, options);
        context.Page += (_, page) => visitor.Watch(page);
        visitor.Page = await context.NewPageAsync();
        return visitor;
    }

    /// <summary>
    /// Says that problems matching this pattern belong to the test, such as <c>"404"</c> for a page that is not there.
    /// A problem reads <c>console error: …</c>, <c>exception: …</c>, <c>GET http://… failed: …</c> or
    /// <c>GET http://… answered 404</c>.
    /// </summary>
    public void Expect(string pattern) => _expected.Add(new Regex(pattern, RegexOptions.IgnoreCase));

    /// <summary>Another page of the same visitor: a second tab.</summary>
    public Task<IPage> NewTabAsync() => Context.NewPageAsync();

    /// <summary>Fails when the page has accessibility violations that axe calls serious or critical.</summary>
    public async Task AxeCheckAsync(IPage? page = null)
    {
        var subject = page ?? Page;
        var result = await subject.RunAxe();
        var violations = result
            .Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => Describe(violation))
            .ToList();
        Assert.True(violations.Count == 0, $"{subject.Url}: {string.Join("\n", violations)}");
    }

    /// <summary>Fails when the page is wider than the screen, so that a person would have to scroll sideways.</summary>
    public async Task AssertNoSidewaysScrollAsync(IPage? page = null)
    {
        var subject = page ?? Page;
        var overflow = await subject.EvaluateAsync<int>(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.True(overflow <= 0, $"{subject.Url} is {overflow} px wider than the screen.");
    }

    /// <summary>
    /// Takes a picture for the documentation, <c>.github/screenshots/{name}.png</c>, only when the environment variable
    /// <c>UPDATE_SCREENSHOTS</c> is 1: an ordinary run leaves the working tree as it is.
    /// </summary>
    public async Task ScreenshotAsync(string name, IPage? page = null, bool fullPage = false)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") != "1")
            return;
        await (page ?? Page).ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Repository.PathTo(".github", "screenshots", $"{name}.png"),
                FullPage = fullPage,
                Animations = ScreenshotAnimations.Disabled,
                Caret = ScreenshotCaret.Hide,
                Scale = ScreenshotScale.Css,
            }
        );
    }

    /// <summary>Fails with every problem nobody announced.</summary>
    public void AssertNoProblems()
    {
        var problems = Problems;
        Assert.True(problems.Count == 0, $"The browser reports:\n{string.Join("\n", problems)}");
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _problems.Enqueue($"console error: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _problems.Enqueue($"exception: {error}");
        page.RequestFailed += (_, request) =>
        {
            // What a navigation or a closing page leaves behind is not a failure of the server.
            if (request.Failure != "net::ERR_ABORTED")
                _problems.Enqueue($"{request.Method} {request.Url} failed: {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _problems.Enqueue($"{response.Request.Method} {response.Url} answered {response.Status}");
        };
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Impact} {violation.Id}: {violation.Help}\n"
        + string.Join("\n", violation.Nodes.Select(node => $"  {node.Target}: {node.Html}"));
}
