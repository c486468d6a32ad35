using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.TenantManagement;
using BlazorTravel.Web.Tenancy;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using MudBlazor.Services;

namespace BlazorTravel.Tests.Features.TenantManagement;

/// <summary>What the dialog for a new agency suggests and checks while one types; behind it are the real operations.</summary>
public sealed class NewAgencyDialogTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_subdomain_follows_the_name_until_somebody_chooses_it()
    {
        await using var context = NewContext();
        var dialog = await OpenAsync(context);
        await dialog.Find("#agency-name").InputAsync("Fjord & Fell Reisebüro");
        Assert.Equal("fjord-fell-reiseburo", dialog.Find("#agency-subdomain").GetAttribute("value"));
        await dialog.WaitForAssertionAsync(() =>
            Assert.Contains(
                $"fjord-fell-reiseburo.{app.Server.BaseDomain} – free",
                dialog.Find("#agency-subdomain-hint").TextContent
            )
        );
        await dialog.Find("#agency-subdomain").InputAsync("north");
        await dialog.Find("#agency-name").InputAsync("Something else");
        Assert.Equal("north", dialog.Find("#agency-subdomain").GetAttribute("value"));
    }

    [Fact]
    public async Task Reserved_and_taken_names_are_said_while_typing()
    {
        await TestAgency.AddAsync(app.Server, "dialog-taken");
        await using var context = NewContext();
        var dialog = await OpenAsync(context);
        foreach (
            var (name, says) in new[] { ("admin", "reserved"), ("dialog-taken", "Another agency"), ("ab", "3 to 40") }
        )
        {
            await dialog.Find("#agency-subdomain").InputAsync(name);
            await dialog.WaitForAssertionAsync(() =>
                Assert.Contains(says, dialog.Find("#agency-subdomain-error").TextContent)
            );
        }
    }

    [Fact]
    public async Task Sending_it_empty_names_each_field_and_keeps_the_form()
    {
        await using var context = NewContext();
        var dialog = await OpenAsync(context);
        await dialog.Find("form").SubmitAsync();
        Assert.Equal(3, dialog.FindAll(".field .error").Count);
        Assert.Equal("true", dialog.Find("#agency-email").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task After_sending_it_the_steps_are_shown_to_their_end()
    {
        await using var context = NewContext();
        var dialog = await OpenAsync(context);
        await dialog.Find("#agency-name").InputAsync("Dialog Done");
        await dialog.Find("#agency-email").InputAsync("boss@dialog-done.example");
        await dialog.Find("form").SubmitAsync();
        await dialog.WaitForAssertionAsync(
            () => Assert.Contains("Invitation sent to boss@dialog-done.example", dialog.Markup),
            TimeSpan.FromSeconds(20)
        );
        Assert.Equal(6, dialog.FindAll("li.done").Count);
    }

    private BunitContext NewContext()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var services = app.Server.Services.CreateScope().ServiceProvider;
        context.Services.AddMudServices();
        context.Services.AddLocalization();
        context.Services.AddSingleton(services.GetRequiredService<IOptions<PlatformOptions>>());
        context.Services.AddSingleton(services.GetRequiredService<TimeProvider>());
        context.Services.AddSingleton(services.GetRequiredService<ProvisioningRuns>());
        context.Services.AddScoped(_ => ActivatorUtilities.CreateInstance<CreateAgency>(services));
        context.Services.AddScoped(_ => ActivatorUtilities.CreateInstance<CheckSubdomain>(services));
        context.Services.AddScoped(_ => ActivatorUtilities.CreateInstance<FindAgency>(services));
        context.Services.AddScoped(_ => ActivatorUtilities.CreateInstance<RetryAgency>(services));
        context.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
        return context;
    }

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(BunitContext context)
    {
        context.Render<MudPopoverProvider>();
        var provider = context.Render<MudDialogProvider>();
        var dialogs = context.Services.GetRequiredService<IDialogService>();
        await provider.InvokeAsync(() => dialogs.ShowAsync<NewAgencyDialog>("New agency", NewAgencyDialog.Options));
        return provider;
    }
}
