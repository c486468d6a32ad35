using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Features.AgencySettings;
using BlazorTravel.Web.Features.AgencySettings.ApiKeys;
using BlazorTravel.Web.Features.AgencySettings.People;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace BlazorTravel.Tests.Features.AgencySettings;

/// <summary>What the dialogs about people and keys offer, and that nothing happens before it was asked for twice.</summary>
public sealed class PeopleDialogTests
{
    [Theory]
    [InlineData(PersonState.Active, "Send a password link", "Disable")]
    [InlineData(PersonState.Locked, "Send a password link", "Disable")]
    [InlineData(PersonState.Invited, "Send a new invitation", "Withdraw the invitation")]
    [InlineData(PersonState.InvitationExpired, "Send a new invitation", "Withdraw the invitation")]
    [InlineData(PersonState.Disabled, "Enable")]
    public async Task What_can_be_done_follows_from_how_the_account_stands(PersonState state, params string[] deeds)
    {
        await using var context = NewContext();
        var (dialog, _) = await OpenAsync(context, state);
        Assert.Equal(deeds, dialog.FindAll(".deed strong").Select(deed => deed.TextContent));
    }

    [Fact]
    public async Task Nobody_is_offered_anything_about_themself()
    {
        await using var context = NewContext();
        var (dialog, _) = await OpenAsync(context, PersonState.Active, isYou: true);
        Assert.Empty(dialog.FindAll(".deed, input"));
        Assert.Contains("This is you.", dialog.Markup);
    }

    [Fact]
    public async Task Disabling_is_asked_once_more_and_can_be_left()
    {
        await using var context = NewContext();
        var (dialog, reference) = await OpenAsync(context, PersonState.Active);
        await dialog.FindAll(".deed")[1].ClickAsync();
        Assert.False(reference.Result.IsCompleted);
        Assert.Contains("Disable Zoe", dialog.Find("h2").TextContent);
        await Button(dialog, "Not now").ClickAsync();
        Assert.Equal(2, dialog.FindAll(".deed").Count);
        await dialog.FindAll(".deed")[1].ClickAsync();
        await Button(dialog, "Disable Zoe").ClickAsync();
        Assert.Equal(PersonAction.Disable, (await reference.Result)!.Data);
    }

    [Fact]
    public async Task Another_role_is_asked_once_more()
    {
        await using var context = NewContext();
        var (dialog, reference) = await OpenAsync(context, PersonState.Active);
        Assert.DoesNotContain("Change role", dialog.Markup);
        await dialog.Find("input[value=Admin]").ChangeAsync(new ChangeEventArgs { Value = "Admin" });
        await Button(dialog, "Change role").ClickAsync();
        await Button(dialog, "Make Zoe an admin").ClickAsync();
        Assert.Equal(PersonAction.MakeAdmin, (await reference.Result)!.Data);
    }

    [Fact]
    public async Task An_address_that_cannot_be_invited_is_said_beside_it_and_what_was_typed_stays()
    {
        await using var context = NewContext();
        var provider = Provider(context);
        await provider.InvokeAsync(() =>
            context
                .Services.GetRequiredService<IDialogService>()
                .ShowAsync<InviteDialog>(
                    "",
                    new DialogParameters<InviteDialog>
                    {
                        { d => d.Agency, "Acme" },
                        { d => d.Invite, _ => Task.FromResult(PeopleOutcome.EmailUnavailable) },
                    }
                )
        );
        await provider.Find("#invite-email").InputAsync("ada@fjord.example");
        await provider.Find("form").SubmitAsync();
        Assert.Contains("cannot be invited", provider.Find("#invite-email-error").TextContent);
        Assert.DoesNotContain("fjord", provider.Find("#invite-email-error").TextContent);
        Assert.Equal("ada@fjord.example", provider.Find("#invite-email").GetAttribute("value"));
    }

    [Fact]
    public async Task A_new_key_is_shown_in_place_of_the_form()
    {
        await using var context = NewContext();
        var provider = Provider(context);
        await provider.InvokeAsync(() =>
            context
                .Services.GetRequiredService<IDialogService>()
                .ShowAsync<NewApiKeyDialog>(
                    "",
                    new DialogParameters<NewApiKeyDialog>
                    {
                        {
                            d => d.Create,
                            form =>
                                Task.FromResult(
                                    form.Name == "CI"
                                        ? new CreatedApiKey(ApiKeyOutcome.NameTaken)
                                        : new CreatedApiKey(ApiKeyOutcome.Done) { Text = "bt_the-key" }
                                )
                        },
                    }
                )
        );
        await provider.Find("#key-name").InputAsync("CI");
        await provider.Find("form").SubmitAsync();
        Assert.Contains("has this name", provider.Find("#key-name-error").TextContent);
        await provider.Find("#key-name").InputAsync("CI 2");
        await provider.Find("form").SubmitAsync();
        Assert.Empty(provider.FindAll("form"));
        Assert.Equal("bt_the-key", provider.Find("#api-key").GetAttribute("value"));
        Assert.Equal("bt_the-key", provider.Find("[data-copy]").GetAttribute("data-copy"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialog, string text) =>
        dialog.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static BunitContext NewContext()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddLocalization();
        context.Services.AddSingleton(TimeProvider.System);
        context.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return context;
    }

    private static IRenderedComponent<MudDialogProvider> Provider(BunitContext context)
    {
        context.Render<MudPopoverProvider>();
        return context.Render<MudDialogProvider>();
    }

    private static async Task<(IRenderedComponent<MudDialogProvider>, IDialogReference)> OpenAsync(
        BunitContext context,
        PersonState state,
        bool isYou = false
    )
    {
        var provider = Provider(context);
        var person = new Person(7, "zoe@acme.example", "Zoe", AgencyRole.Agent, state, DateTimeOffset.UnixEpoch, null);
        var reference = await provider.InvokeAsync(() =>
            context
                .Services.GetRequiredService<IDialogService>()
                .ShowAsync<PersonDialog>(
                    "",
                    new DialogParameters<PersonDialog> { { d => d.Person, person }, { d => d.IsYou, isYou } },
                    ConfirmDialog.Options
                )
        );
        return (provider, reference);
    }
}
