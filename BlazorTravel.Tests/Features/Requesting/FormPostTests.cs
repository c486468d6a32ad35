using System.Net;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.Requesting;

/// <summary>The form without a circuit: what a browser gets that runs no scripts, or that was faster than the circuit.</summary>
public sealed class FormPostTests(RequestingWorld world) : IClassFixture<RequestingWorld>
{
    [Fact]
    public async Task A_post_makes_a_request_and_leads_to_the_page_that_says_so()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client, "de-CH, en;q=0.5");

        var sent = await form.SendAsync(
            client,
            ("Destination", "Lissabon, Portugal"),
            ("TravelDate", RequestingWorld.Day),
            ("Email", "post@example.com"),
            ("NumPersons", "3"),
            ("Nights", "7"),
            ("Budget", "1.500,50"),
            ("Notes", "Eins\r\nZwei")
        );

        Assert.True(sent.Status == HttpStatusCode.Found, string.Join("\n", world.Server.Complaints));
        var request = Assert.Single(await world.RequestsOfAsync("post@example.com"));
        Assert.EndsWith($"/r/{request.AccessToken}/received", sent.Answer.Headers.Location!.ToString());
        Assert.Equal("Lissabon, Portugal", request.Destination);
        Assert.Equal(
            (3, 7, 1500.50m, "EUR"),
            (request.NumPersons, request.Nights, request.Budget, request.BudgetCurrency)
        );
        Assert.Equal("Eins\nZwei", request.Notes);
        Assert.Equal(RequestStatus.New, request.Status);

        var received = await client.GetAsync(sent.Answer.Headers.Location);
        var page = await received.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, received.StatusCode);
        Assert.Contains("Request received", page);
        Assert.Contains(RequestReference.Format(request.Reference), page);
        Assert.Contains($"/r/{request.AccessToken}\"", page);
        Assert.Equal("no-referrer", Assert.Single(received.Headers.GetValues("Referrer-Policy")));
        Assert.True(received.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_request_remembers_the_language_it_was_made_in()
    {
        using var client = world.Server.NewClient("acme");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr-CA, en;q=0.5");
        var form = await PlainForm.OpenAsync(client);
        Assert.Equal("Où souhaitez-vous partir ?", form.Page.QuerySelector("h1")!.TextContent);

        await Fill(form, client, "fr@example.com");

        Assert.Equal("fr", Assert.Single(await world.RequestsOfAsync("fr@example.com")).Culture);
    }

    [Fact]
    public async Task Errors_stand_beside_their_fields_and_nothing_typed_is_lost()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);
        var key = form.Shown("Key");

        var sent = await form.SendAsync(
            client,
            ("Destination", "X"),
            ("TravelDate", "2020-01-01"),
            ("Email", "nobody"),
            ("NumPersons", "0"),
            ("Nights", "7"),
            ("TravelerName", "Ana <b>Sá</b>"),
            ("Phone", "12"),
            ("Budget", "a lot"),
            ("BudgetCurrency", "CHF"),
            ("Notes", "One\r\nTwo")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Equal(
            ("X", "2020-01-01", "nobody", "0", "7", "Ana <b>Sá</b>", "12", "a lot", "CHF", "One\r\nTwo"),
            (
                sent.Shown("Destination"),
                sent.Shown("TravelDate"),
                sent.Shown("Email"),
                sent.Shown("NumPersons"),
                sent.Shown("Nights"),
                sent.Shown("TravelerName"),
                sent.Shown("Phone"),
                sent.Shown("Budget"),
                sent.Shown("BudgetCurrency"),
                sent.Shown("Notes")
            )
        );
        Assert.Equal(key, sent.Shown("Key"));
        Assert.Equal("This day has passed. Choose today or a later day.", sent.ErrorAt("travel-date"));
        Assert.All(
            (string[])["destination", "travel-date", "email", "num-persons", "phone", "budget"],
            id =>
            {
                var input = sent.Page.GetElementById(id)!;
                Assert.Equal("true", input.GetAttribute("aria-invalid"));
                Assert.Contains($"{id}-error", input.GetAttribute("aria-describedby"));
                Assert.NotNull(sent.Page.QuerySelector($".error-summary a[href='/#{id}']"));
            }
        );
        Assert.True(sent.Page.QuerySelector("details.more")!.HasAttribute("open"));
        Assert.True(sent.Page.QuerySelector(".error-summary")!.HasAttribute("autofocus"));
        Assert.Empty(await world.RequestsOfAsync("nobody"));
    }

    [Fact]
    public async Task The_same_form_sent_many_times_at_once_is_one_request()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);

        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Fill(form, client, "double@example.com")));

        var request = Assert.Single(await world.RequestsOfAsync("double@example.com"));
        Assert.All(
            sent,
            answer => Assert.EndsWith($"/r/{request.AccessToken}/received", answer.Answer.Headers.Location!.ToString())
        );
        await using var lease = await world.OpenAsync();
        Assert.Equal(1, await lease.Db.OutgoingMails.CountAsync(mail => mail.Recipient == "double@example.com"));
    }

    [Fact]
    public async Task Going_back_and_changing_the_form_makes_another_request()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);

        await Fill(form, client, "again@example.com");
        await Fill(form, client, "again@example.com", ("Destination", "Porto"));

        Assert.Equal(2, (await world.RequestsOfAsync("again@example.com")).Count);
    }

    [Fact]
    public async Task A_post_that_does_not_come_from_the_form_is_refused()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);

        var forged = await Fill(form, client, "forged@example.com", ("__RequestVerificationToken", "nonsense"));

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Empty(await world.RequestsOfAsync("forged@example.com"));
    }

    [Fact]
    public async Task While_the_database_is_away_the_form_comes_back_as_it_was()
    {
        using var client = world.Server.NewClient("acme");
        var form = await PlainForm.OpenAsync(client);

        PlainForm refused;
        await using (await world.TakeDatabaseAwayAsync())
        {
            refused = await Fill(form, client, "away@example.com", ("Notes", "Please keep this"));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("nothing you typed is lost", refused.Page.QuerySelector(".notice.bad")!.TextContent);
        Assert.Equal("Please keep this", refused.Shown("Notes"));
        Assert.Equal("away@example.com", refused.Shown("Email"));

        var sent = await refused.SendAsync(client);
        Assert.Equal(HttpStatusCode.Found, sent.Status);
        Assert.Single(await world.RequestsOfAsync("away@example.com"));
    }

    [Fact]
    public async Task On_the_platform_s_host_the_start_page_says_what_this_is()
    {
        using var client = world.Server.NewClient();
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("BlazorTravel gives every travel agency", page);
        Assert.Contains("href=\"/login\"", page);
        Assert.DoesNotContain("data-travel-request", page);
    }

    [Fact]
    public async Task The_privacy_note_belongs_to_an_agency()
    {
        using var agency = world.Server.NewClient("acme");
        using var platform = world.Server.NewClient();
        var privacy = new Uri("/privacy", UriKind.Relative);

        Assert.Contains("Acme Voyages", await agency.GetStringAsync(privacy));
        using var none = await platform.GetAsync(privacy);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Places_are_suggested_in_the_language_asked_for_and_may_be_kept()
    {
        using var client = world.Server.NewClient("acme");
        using var answer = await client.GetAsync(new Uri("/places?culture=de&q=lissa", UriKind.Relative));

        Assert.Equal("""[{"name":"Lissabon","where":"Portugal"}]""", await answer.Content.ReadAsStringAsync());
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge.TotalHours: >= 1 });
    }

    private static Task<PlainForm> Fill(
        PlainForm form,
        HttpClient client,
        string email,
        params (string Name, string Value)[] more
    ) =>
        form.SendAsync(
            client,
            [
                ("Destination", "Lisbon"),
                ("TravelDate", RequestingWorld.Day),
                ("Email", email),
                ("NumPersons", "2"),
                .. more,
            ]
        );
}
