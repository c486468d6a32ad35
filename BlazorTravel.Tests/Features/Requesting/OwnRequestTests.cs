using System.Globalization;
using System.Net;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Requesting;

public sealed class OwnRequestTests(RequestingWorld world) : IClassFixture<RequestingWorld>
{
    private static readonly Actor Agent = new(7, "secret.agent@acme.example");

    [Fact]
    public async Task The_page_shows_where_it_stands_and_nothing_that_is_the_agency_s_own()
    {
        var request = await NewRequestAsync("own@example.com");
        await ChangeAsync(request.Id, (row, now) => row.AddNote(Agent, "A difficult customer", now));
        await ChangeAsync(
            request.Id,
            (row, now) => row.ChangeStatus(RequestStatus.InProgress, Agent, "We are on it.\nAna", now)
        );

        var (status, page, headers) = await GetAsync($"/r/{request.AccessToken}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Acme Voyages is preparing an offer", page);
        Assert.Contains("Acme Voyages took up your request", page);
        Assert.Contains("We are on it.", page);
        Assert.Contains(RequestReference.Format(request.Reference), page);
        Assert.DoesNotContain("difficult", page);
        Assert.DoesNotContain("secret.agent", page);
        Assert.Equal("no-referrer", Assert.Single(headers.GetValues("Referrer-Policy")));
        Assert.Equal("noindex", Assert.Single(headers.GetValues("X-Robots-Tag")));
        Assert.True(headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_link_that_opens_nothing_says_what_to_do_whatever_is_wrong_with_it()
    {
        var other = await TestAgency.AddAsync(world.Server, "other");
        var request = await NewRequestAsync("foreign@example.com", other);

        var answers = new List<string>();
        foreach (
            var token in (string[])[request.AccessToken, new string('0', 32), "short", "%27%3B--", new string('F', 32)]
        )
        {
            var (status, page, _) = await GetAsync($"/r/{token}");
            Assert.Equal(HttpStatusCode.NotFound, status);
            var main = page[
                page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main", StringComparison.Ordinal)
            ];
            answers.Add(main);
        }

        Assert.Contains("copy it whole", answers[0]);
        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/r/{request.AccessToken}/received")).Status);
    }

    [Fact]
    public async Task While_the_database_is_away_the_page_says_that_the_request_is_safe()
    {
        var request = await NewRequestAsync("unreadable@example.com");

        await using var away = await world.TakeDatabaseAwayAsync();
        var (status, page, _) = await GetAsync($"/r/{request.AccessToken}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("It is safe.", page);
    }

    private async Task<TravelRequest> NewRequestAsync(string email, TestAgency? agency = null)
    {
        await using var scope = world.Server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set((agency ?? world.Agency).Tenant);
        var details = new TripDetails(
            "Lisbon",
            DateOnly.ParseExact(RequestingWorld.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            email,
            2
        );
        return await scope
            .ServiceProvider.GetRequiredService<SubmitTravelRequest>()
            .RunAsync(details, Guid.NewGuid(), "en");
    }

    private async Task ChangeAsync(long id, Action<TravelRequest, DateTimeOffset> change)
    {
        await using var lease = await world.OpenAsync();
        var request = await lease.Db.TravelRequests.Include(row => row.Events).SingleAsync(row => row.Id == id);
        change(request, DateTimeOffset.UtcNow);
        await lease.Db.SaveChangesAsync();
    }

    private async Task<(
        HttpStatusCode Status,
        string Page,
        System.Net.Http.Headers.HttpResponseHeaders Headers
    )> GetAsync(string path)
    {
        using var client = world.Server.NewClient("acme");
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }
}
