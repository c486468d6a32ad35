using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Features.MailLog;

/// <summary>The agency's list of its mails, in a real browser.</summary>
public sealed class MailLogTests(TestRun run, AppFixture app) : BrowserTest(run), IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("wide", Device.Desktop)]
    [InlineData("narrow", Device.Phone)]
    public async Task A_refused_mail_appears_by_itself_says_why_and_arrives_when_it_is_sent_again(
        string name,
        Device device
    )
    {
        var agency = await TestAgency.AddAsync(app.Server, name);
        var agent = await OpenAsync(new VisitorOptions(device));
        var page = agent.Page;
        await SignInAsync(page, agency);
        await page.GotoAsync(app.Server.Url(name) + "/admin/mail?state=dead");
        await Assertions.Expect(page.GetByText("Nothing failed")).ToBeVisibleAsync();
        await agent.AxeCheckAsync();

        var traveler = $"gone@{name}.example";
        await app.Mail.InjectAsync(SmtpFault.Permanent(traveler));
        await SubmitAsync(agency.Tenant, traveler);

        // The page is not loaded again.
        await Assertions.Expect(page.GetByText("550 5.1.1 No such mailbox")).ToBeVisibleAsync();
        await agent.AssertNoSidewaysScrollAsync();
        await agent.AxeCheckAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("We have received") }).ClickAsync();
        await Assertions.Expect(page.FrameLocator("iframe").GetByText("Your request has arrived")).ToBeVisibleAsync();
        await agent.AssertNoSidewaysScrollAsync();
        // axe cannot look into the frame, in which no script may run, and would wait for it.
        await page.Locator("iframe").EvaluateAsync("frame => frame.replaceWith('')");
        await agent.AxeCheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The mail is on its way again.")).ToBeVisibleAsync();
        await app.Mail.WaitForAsync(mail => mail.IsTo(traveler));
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "State Sent" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_mail_of_another_agency_is_not_there()
    {
        var one = await TestAgency.AddAsync(app.Server, "own");
        await TestAgency.AddAsync(app.Server, "other");
        await SubmitAsync(one.Tenant, "anna@example.com");
        var stranger = await OpenAsync();
        await SignInAsync(stranger.Page, await TestAgency.AddAsync(app.Server, "stranger"));

        await stranger.Page.GotoAsync(app.Server.Url("stranger") + "/admin/mail/1");

        await Assertions.Expect(stranger.Page.GetByText("There is no such mail")).ToBeVisibleAsync();
    }

    private async Task SignInAsync(IPage page, TestAgency agency)
    {
        await page.GotoAsync(app.Server.Url(agency.Tenant.Subdomain) + "/login");
        await page.GetByLabel("Email").FillAsync(agency.AdminEmail);
        await page.GetByLabel("Password").FillAsync(TestAgency.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/admin**");
    }

    private async Task SubmitAsync(AgencyTenant agency, string email)
    {
        await using var scope = app.Server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(agency);
        var departs = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(30));
        await scope
            .ServiceProvider.GetRequiredService<SubmitTravelRequest>()
            .RunAsync(new TripDetails("Lisbon", departs, email, 2), Guid.NewGuid(), "en");
    }
}
