using System.Net;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Tenancy;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTravel.Tests.Features.Requesting;

/// <summary>A server with the real default of the trap, and a clock that stands still.</summary>
public sealed class TrapWorld(TestRun run) : IAsyncLifetime
{
    public SteppedTime Time { get; } = new();
    public AppBackends Backends { get; private set; } = null!;
    public AppServer Server { get; private set; } = null!;
    public TestAgency Agency { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Backends = await AppBackends.StartAsync(run);
        Server = await Backends.StartServerAsync(
            new AppOptions
            {
                Settings = new Dictionary<string, string?>
                {
                    ["FormTrap:MinimumTime"] = $"{new FormTrapOptions().MinimumTime}",
                },
                Services = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)),
            }
        );
        Agency = await TestAgency.AddAsync(Server, "acme", "Acme Voyages");
        await TestAgency.AddAsync(Server, "fjord");
    }

    public async ValueTask DisposeAsync() => await Backends.DisposeAsync();

    public async Task<int> CountAsync(string email)
    {
        await using var lease = await Server.Services.GetRequiredService<TenantDatabases>().OpenAsync(Agency.Tenant);
        return await lease.Db.TravelRequests.CountAsync(request => request.UserEmail == email);
    }
}

/// <summary>What the form does with programs, and with people who look like one.</summary>
public sealed class FormTrapTests(TrapWorld world) : BunitContext, IClassFixture<TrapWorld>
{
    private const string OnceMore = "press “Send request” once more";

    [Fact]
    public async Task A_person_takes_some_seconds_and_notices_nothing()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        world.Time.Step(TimeSpan.FromSeconds(3));

        var sent = await SendAsync(form, client, "person@example.com");

        Assert.Equal(HttpStatusCode.Found, sent.Status);
        Assert.Equal(1, await world.CountAsync("person@example.com"));
    }

    [Fact]
    public async Task Who_is_too_fast_is_asked_to_press_once_more_and_loses_nothing()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        world.Time.Step(TimeSpan.FromSeconds(1.9));

        var asked = await SendAsync(form, client, "fast@example.com", ("Notes", "By the sea"));

        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Contains(OnceMore, asked.Page.QuerySelector(".notice")!.TextContent);
        Assert.Equal(("fast@example.com", "By the sea"), (asked.Shown("Email"), asked.Shown("Notes")));
        Assert.Equal(0, await world.CountAsync("fast@example.com"));

        world.Time.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Found, (await asked.SendAsync(client)).Status);
        Assert.Equal(1, await world.CountAsync("fast@example.com"));
    }

    [Fact]
    public async Task A_program_that_fills_in_everything_is_answered_just_the_same_and_a_person_fooled_by_it_is_not_lost()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        var fast = await SendAsync(form, client, "bot@example.com");
        world.Time.Step(TimeSpan.FromSeconds(10));

        var asked = await SendAsync(form, client, "bot@example.com", (Lure(form), "https://spam.example"));

        Assert.Equal(fast.Status, asked.Status);
        Assert.Equal(fast.Page.QuerySelector(".notice")!.TextContent, asked.Page.QuerySelector(".notice")!.TextContent);
        Assert.Equal(0, await world.CountAsync("bot@example.com"));
        Assert.Equal("", asked.Page.QuerySelector($"[name='{Lure(form)}']")!.GetAttribute("value") ?? "");
        Assert.Equal(HttpStatusCode.Found, (await asked.SendAsync(client)).Status);
        Assert.Equal(1, await world.CountAsync("bot@example.com"));
    }

    [Fact]
    public async Task A_form_that_was_stored_away_must_be_looked_at_again()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        world.Time.Step(TimeSpan.FromHours(25));

        var asked = await SendAsync(form, client, "stored@example.com");

        Assert.Contains(OnceMore, asked.Page.QuerySelector(".notice")!.TextContent);
        world.Time.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Found, (await asked.SendAsync(client)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1764000000000")]
    [InlineData("CfDJ8Nonsense")]
    public async Task The_time_cannot_be_made_up(string stamp)
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        world.Time.Step(TimeSpan.FromSeconds(10));

        var asked = await SendAsync(form, client, "forged@example.com", ("shown", stamp));

        Assert.Contains(OnceMore, asked.Page.QuerySelector(".notice")!.TextContent);
        Assert.Equal(0, await world.CountAsync("forged@example.com"));
    }

    [Fact]
    public async Task Nor_can_it_be_taken_from_another_agency()
    {
        using var fjord = world.Server.NewClient("fjord");
        var stamp = (await PlainForm.OpenAsync(fjord)).Page.QuerySelector("[name=shown]")!.GetAttribute("value")!;
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        world.Time.Step(TimeSpan.FromSeconds(10));

        var asked = await SendAsync(form, client, "borrowed@example.com", ("shown", stamp));

        Assert.Contains(OnceMore, asked.Page.QuerySelector(".notice")!.TextContent);
    }

    [Fact]
    public async Task Mending_an_error_quickly_is_not_suspicious()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        world.Time.Step(TimeSpan.FromSeconds(10));
        var wrong = await SendAsync(form, client, "nobody");

        var sent = await wrong.SendAsync(client, ("Email", "mended@example.com"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(HttpStatusCode.Found, sent.Status);
    }

    [Fact]
    public async Task People_and_their_software_never_meet_the_lure()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);

        var lure = form.Page.QuerySelector($"[name='{Lure(form)}']")!;

        Assert.Equal(
            ("-1", "off", "text"),
            (lure.GetAttribute("tabindex"), lure.GetAttribute("autocomplete"), lure.GetAttribute("type"))
        );
        Assert.NotNull(lure.Closest("[aria-hidden=true]"));
        Assert.Null(lure.Closest("[hidden]"));
    }

    [Fact]
    public async Task In_a_circuit_the_trap_works_alike()
    {
        await using var scope = world.Server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(world.Agency.Tenant);
        this.AddBunitPersistentComponentState();
        Services.AddFallbackServiceProvider(scope.ServiceProvider);
        Services.AddSingleton(scope.ServiceProvider.GetRequiredService<CurrentTenant>());
        Services.AddLocalization();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
        var form = Render<TravelRequestForm>();
        form.Find("#destination").Change("Lisbon");
        form.Find("#travel-date").Change($"{world.Time.GetUtcNow().AddDays(19):yyyy-MM-dd}");
        form.Find("#email").Change("circuit@example.com");

        await form.Find("form").SubmitAsync();
        Assert.Contains(OnceMore, form.Find(".notice").TextContent);
        world.Time.Step(TimeSpan.FromSeconds(3));
        form.Find("[name=homepage]").Change("https://spam.example");
        await form.Find("form").SubmitAsync();
        Assert.Contains(OnceMore, form.Find(".notice").TextContent);
        Assert.Equal(0, await world.CountAsync("circuit@example.com"));

        await form.Find("form").SubmitAsync();
        Assert.Equal(1, await world.CountAsync("circuit@example.com"));
        Assert.EndsWith("/received", Services.GetRequiredService<NavigationManager>().Uri);
    }

    private static string Lure(PlainForm form) =>
        form.Page.QuerySelector("form[data-travel-request] [aria-hidden=true] input")!.GetAttribute("name")!;

    private Task<PlainForm> SendAsync(
        PlainForm form,
        HttpClient client,
        string email,
        params (string Name, string Value)[] more
    ) =>
        form.SendAsync(
            client,
            [
                ("Destination", "Lisbon"),
                ("TravelDate", $"{world.Time.GetUtcNow().AddDays(19):yyyy-MM-dd}"),
                ("Email", email),
                ("NumPersons", "2"),
                .. more,
            ]
        );
}
