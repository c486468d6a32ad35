using BlazorTravel.Tests.Support;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>People who sign in and out with a real browser.</summary>
public abstract class AccountBrowserTest(TestRun run, AppFixture app) : BrowserTest(run)
{
    protected AppFixture App { get; } = app;

    protected async Task<Visitor> SignedInAsync(string subdomain, string email)
    {
        var visitor = await OpenAsync();
        await SignInAsync(visitor, subdomain, email);
        await visitor.Page.WaitForURLAsync("**/admin");
        return visitor;
    }

    protected async Task SignInAsync(Visitor visitor, string subdomain, string email, string? recoveryCode = null)
    {
        var page = visitor.Page;
        await page.GotoAsync(App.Server.Url(subdomain) + "/login");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(TestAgency.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        if (recoveryCode is not null)
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code" }).ClickAsync();
            await page.GetByLabel("Recovery code").FillAsync(recoveryCode);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.WaitForURLAsync("**/admin");
        }
    }

    protected async Task SignOutAsync(IPage page, string subdomain)
    {
        await page.GotoAsync(App.Server.Url(subdomain) + "/logout");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).Last.ClickAsync();
        await page.WaitForURLAsync("**/login");
    }
}
