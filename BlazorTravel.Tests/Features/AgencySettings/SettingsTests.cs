using BlazorTravel.Domain.Tenants;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.AgencySettings;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.AgencySettings;

/// <summary>An agency's face: saved once, shown everywhere, never overwritten unseen.</summary>
public sealed class SettingsTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task What_is_saved_shows_on_another_server_at_once()
    {
        await TestAgency.AddAsync(app.Server, "face");
        await using var second = await app.Backends.StartServerAsync();
        var elsewhere = second.Services.GetRequiredService<TenantDirectory>();
        Assert.Equal("face Travel", (await elsewhere.FindAsync("face"))!.Name);

        await using var scope = await ScopeAsync("face");
        var form = await scope.ServiceProvider.GetRequiredService<ReadSettings>().RunAsync();
        (form.Name, form.BrandColor, form.WelcomeText) = ("New Face", "#ff8800", "Hello\nthere");
        (form.LogoChanged, form.NewLogo) = (true, TenantLogo.From(Png));
        Assert.True(await scope.ServiceProvider.GetRequiredService<SaveSettings>().RunAsync(form));

        // Half a minute would pass before a server that was not told looks again by itself: it was told.
        await Waiting.UntilAsync(async () => (await elsewhere.FindAsync("face"))!.Name == "New Face");
        var shown = (await elsewhere.FindAsync("face"))!;
        Assert.Equal(("New Face", "#FF8800", "Hello there"), (shown.Name, shown.BrandColor, shown.WelcomeText));
        Assert.NotNull(shown.LogoVersion);
    }

    [Fact]
    public async Task The_logo_is_replaced_and_removed()
    {
        await TestAgency.AddAsync(app.Server, "logo");
        foreach (var logo in new[] { TenantLogo.From(Png), TenantLogo.From([.. Png, 4]), null })
        {
            await using var scope = await ScopeAsync("logo");
            var form = await scope.ServiceProvider.GetRequiredService<ReadSettings>().RunAsync();
            (form.LogoChanged, form.NewLogo) = (true, logo);
            Assert.True(await scope.ServiceProvider.GetRequiredService<SaveSettings>().RunAsync(form));
            var directory = app.Server.Services.GetRequiredService<TenantDirectory>();
            Assert.Equal(logo?.Version, (await directory.FindAsync("logo"))!.LogoVersion);
        }
    }

    [Fact]
    public async Task Whoever_saves_second_is_told_and_overwrites_nothing()
    {
        await TestAgency.AddAsync(app.Server, "settings-race");
        await using var scope = await ScopeAsync("settings-race");
        var read = scope.ServiceProvider.GetRequiredService<ReadSettings>();
        var save = scope.ServiceProvider.GetRequiredService<SaveSettings>();
        var (first, second) = (await read.RunAsync(), await read.RunAsync());
        (first.Name, second.Name) = ("First", "Second");
        Assert.True(await save.RunAsync(first));
        Assert.False(await save.RunAsync(second));
        Assert.Equal("First", (await read.RunAsync()).Name);
    }

    [Fact]
    public void Wrong_fields_are_named_each()
    {
        var form = new SettingsForm
        {
            Name = " ",
            BrandColor = "blue",
            WelcomeText = new string('x', 201),
            ReplyTo = "nobody",
        };
        Assert.Equal(["BrandColor", "Name", "ReplyTo", "WelcomeText"], form.Check().Keys.Order());
    }

    private async Task<AsyncServiceScope> ScopeAsync(string subdomain)
    {
        var scope = app.Server.Services.CreateAsyncScope();
        var tenant = await app.Server.Services.GetRequiredService<TenantDirectory>().FindAsync(subdomain);
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(tenant);
        return scope;
    }
}
