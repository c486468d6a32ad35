using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Tenancy;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Requesting;

/// <summary>The form as a circuit has it, on the real operation and a real database.</summary>
public sealed class TravelRequestFormTests : BunitContext, IClassFixture<RequestingWorld>
{
    private readonly RequestingWorld world;
    private readonly AsyncServiceScope scope;

    public TravelRequestFormTests(RequestingWorld world)
    {
        this.world = world;
        scope = world.Server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(world.Agency.Tenant);
        this.AddBunitPersistentComponentState();
        Services.AddFallbackServiceProvider(scope.ServiceProvider);
        Services.AddSingleton(scope.ServiceProvider.GetRequiredService<CurrentTenant>());
        Services.AddLocalization();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void An_empty_field_is_left_alone_until_the_form_is_sent()
    {
        var form = Render<TravelRequestForm>();

        form.Find("#destination").Blur();
        Assert.Empty(form.FindAll(".error"));

        form.Find("form").Submit();
        Assert.Equal(3, form.FindAll(".error").Count);
        Assert.Equal(
            ["destination", "travel-date", "email"],
            form.FindAll(".error-summary a").Select(link => link.GetAttribute("data-focus"))
        );
        Assert.Equal("true", form.Find("#email").GetAttribute("aria-invalid"));
        Assert.Contains("email-error", form.Find("#email").GetAttribute("aria-describedby"));
    }

    [Fact]
    public void What_is_wrong_is_said_when_the_field_is_left_and_taken_back_when_it_is_right()
    {
        var form = Render<TravelRequestForm>();

        form.Find("#email").Change("ana@");
        Assert.Empty(form.FindAll(".error"));
        form.Find("#email").Blur();
        Assert.Contains("should look like", form.Find("#email-error").TextContent);
        Assert.Empty(form.FindAll(".error-summary"));

        form.Find("#email").Change("ana@example.com");
        form.Find("#email").Blur();
        Assert.Empty(form.FindAll(".error"));
    }

    [Fact]
    public void The_list_of_errors_takes_the_focus_once_and_shrinks_as_they_are_mended()
    {
        var form = Render<TravelRequestForm>();
        Assert.Empty(JSInterop.Invocations["Blazor._internal.domWrapper.focus"]);

        form.Find("form").Submit();
        form.WaitForAssertion(() => Assert.Single(JSInterop.Invocations["Blazor._internal.domWrapper.focus"]));

        form.Find("#destination").Change("Lisbon");
        form.Find("#destination").Blur();
        Assert.Equal(2, form.FindAll(".error-summary a").Count);
        Assert.Single(JSInterop.Invocations["Blazor._internal.domWrapper.focus"]);

        form.Find("form").Submit();
        form.WaitForAssertion(() => Assert.Equal(2, JSInterop.Invocations["Blazor._internal.domWrapper.focus"].Count));
    }

    [Fact]
    public void A_date_is_said_back_in_words()
    {
        var form = Render<TravelRequestForm>();

        form.Find("#travel-date").Change(RequestingWorld.Day);

        Assert.Contains("in 19 days", form.Find("#travel-date-hint").TextContent);
    }

    [Fact]
    public async Task While_it_is_sent_the_button_says_so_and_cannot_be_pressed()
    {
        var form = Render<TravelRequestForm>();
        Fill(form, "sending@example.com");

        await using (var lease = await world.OpenAsync())
        {
            await lease.Connection.OpenAsync();
            await using var held = await lease.Connection.BeginTransactionAsync();
            await using var command = lease.Connection.CreateCommand();
            command.CommandText = "LOCK TABLE travel_requests IN ACCESS EXCLUSIVE MODE";
            await command.ExecuteNonQueryAsync();

            var first = form.Find("form").SubmitAsync();
            form.WaitForAssertion(() => Assert.True(form.Find("[type=submit]").HasAttribute("disabled")));
            Assert.Equal("true", form.Find("[type=submit]").GetAttribute("aria-busy"));
            await form.Find("form").SubmitAsync();
            await held.RollbackAsync();
            await first;
        }

        var request = Assert.Single(await world.RequestsOfAsync("sending@example.com"));
        Assert.EndsWith($"/r/{request.AccessToken}/received", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_lost_and_it_can_be_sent_again()
    {
        var form = Render<TravelRequestForm>();
        Fill(form, "circuit-away@example.com");

        await using (await world.TakeDatabaseAwayAsync())
        {
            await form.Find("form").SubmitAsync();
        }

        Assert.Contains("nothing you typed is lost", form.Find("[role=alert]").TextContent);
        Assert.Equal("circuit-away@example.com", form.Find("#email").GetAttribute("value"));
        Assert.False(form.Find("[type=submit]").HasAttribute("disabled"));

        await form.Find("form").SubmitAsync();
        Assert.Single(await world.RequestsOfAsync("circuit-away@example.com"));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await scope.DisposeAsync();
    }

    private static void Fill(IRenderedComponent<TravelRequestForm> form, string email)
    {
        form.Find("#destination").Change("Lisbon");
        form.Find("#travel-date").Change(RequestingWorld.Day);
        form.Find("#email").Change(email);
        form.Find("#num-persons").Change("2");
    }
}
