using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Tests.Features.Requesting;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Limits;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Limits;

/// <summary>The limits as callers meet them, on two servers. Every test comes from addresses of its own.</summary>
public sealed class LimitsTests(LimitedWorld world) : IClassFixture<LimitedWorld>
{
    [Fact]
    public async Task The_api_says_where_the_caller_stands_and_two_servers_count_together()
    {
        using var first = world.From("192.0.2.1");
        using var second = world.From("192.0.2.1", server: world.Second);

        for (var i = 0; i < 5; i++)
        {
            using var allowed = await LimitedWorld.MeAsync(i % 2 == 0 ? first : second);
            Assert.Equal(HttpStatusCode.Unauthorized, allowed.StatusCode);
            Assert.Equal("\"api\";q=5;w=60", One(allowed, "RateLimit-Policy"));
            Assert.Equal($"\"api\";r={4 - i};t={12 * (i + 1)}", One(allowed, "RateLimit"));
            Assert.Null(allowed.Headers.RetryAfter);
        }
        using (var refused = await LimitedWorld.MeAsync(second))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("12", One(refused, "Retry-After"));
            Assert.Equal("\"api\";q=5;w=60", One(refused, "RateLimit-Policy"));
            Assert.Equal("\"api\";r=0;t=12", One(refused, "RateLimit"));
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            Assert.Equal(
                429,
                (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32()
            );
        }

        world.Time.Step(TimeSpan.FromSeconds(12));
        using (var again = await LimitedWorld.MeAsync(second))
        {
            Assert.Equal("\"api\";r=0;t=60", One(again, "RateLimit"));
        }
        using (var refused = await LimitedWorld.MeAsync(first))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Tokens_that_are_made_up_count_for_the_address_that_tries_them()
    {
        using var client = world.From("192.0.2.6");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
        {
            using var answer = await LimitedWorld.MeAsync(client, $"nonsense-{i}");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(
            [
                .. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5),
                .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2),
            ],
            statuses
        );
    }

    [Fact]
    public async Task Guessing_over_many_accounts_and_agencies_from_one_address_ends()
    {
        using var acme = world.From("192.0.2.7");
        using var fjord = world.From("192.0.2.7", "fjord");
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await Features.Account.PlainForm.SignInAsync(
                i % 2 == 0 ? acme : fjord,
                $"person{i}@acme.example",
                "not the password"
            );
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var refused = await Features.Account.PlainForm.SignInAsync(
            acme,
            world.Agency.AdminEmail,
            TestAgency.Password
        );
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("60", One(refused, "Retry-After"));
        Assert.Contains("A little slower, please", await refused.Content.ReadAsStringAsync());
        using var api = await fjord.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = "a@b.example", password = "x" }
        );
        Assert.Equal(HttpStatusCode.TooManyRequests, api.StatusCode);
        Assert.Equal("\"api\";q=5;w=60, \"sign-in\";q=4;w=240", One(api, "RateLimit-Policy"));

        using var neighbour = world.From("192.0.2.8");
        using var welcome = await Features.Account.PlainForm.SignInAsync(
            neighbour,
            world.Agency.AdminEmail,
            TestAgency.Password
        );
        Assert.Equal(HttpStatusCode.Found, welcome.StatusCode);
    }

    [Fact]
    public async Task One_household_of_ipv6_is_one_client()
    {
        using var one = world.From("2001:db8:1:1::1");
        using var two = world.From("2001:db8:1:1:ffff::2");
        using var other = world.From("2001:db8:1:2::1");
        var places = new Uri("/places?q=lis&culture=en", UriKind.Relative);
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await one.GetAsync(places);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var refused = await two.GetAsync(places);
        using var neighbour = await other.GetAsync(places);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, neighbour.StatusCode);
    }

    [Fact]
    public async Task A_form_that_comes_too_often_comes_back_as_it_was_and_can_be_sent_later()
    {
        using var client = world.From("192.0.2.9");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.Found, (await SendAsync(client, $"often{i}@example.com")).Status);
        }

        var refused = await SendAsync(client, "often2@example.com");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("300", One(refused.Answer, "Retry-After"));
        Assert.Contains("wait 5 min", refused.Page.QuerySelector(".notice")!.TextContent);
        Assert.Equal(("often2@example.com", "With a view"), (refused.Shown("Email"), refused.Shown("Notes")));
        Assert.Equal(0, await CountAsync("often2@example.com"));

        world.Time.Step(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Found, (await refused.SendAsync(client)).Status);
        Assert.Equal(1, await CountAsync("often2@example.com"));
    }

    [Fact]
    public async Task Travelers_of_another_agency_behind_the_same_address_are_not_held_up_and_the_api_counts_with_the_form()
    {
        using var acme = world.From("192.0.2.10");
        using var fjord = world.From("192.0.2.10", "fjord");
        await SendAsync(acme, "both@example.com");
        using (var second = await PostAsync(acme))
        {
            Assert.Equal(HttpStatusCode.Created, second.StatusCode);
            Assert.Contains("\"travel-requests\";r=0;t=600", One(second, "RateLimit"));
        }

        using var third = await PostAsync(acme);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        using var elsewhere = await PostAsync(fjord);
        Assert.Equal(HttpStatusCode.Created, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Links_for_forgotten_passwords_are_not_mailed_without_end()
    {
        using var client = world.From("192.0.2.11");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await Features.Account.PlainForm.SendAsync(
                client,
                "/account/forgot",
                "forgot",
                ("email", $"nobody{i}@example.com")
            );
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public void Whatever_strangers_can_change_or_try_has_a_limit()
    {
        // The start page limits its form itself, to keep what was typed; the others change nothing but the caller's own cookies.
        string[] own = ["/", "/preferences", "/logout", "/not-found", "/privacy", "/r/{Token}", "/r/{Token}/received"];
        var open = world
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { } methods
                && methods.HttpMethods.Contains("POST")
            )
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
            )
            .Select(endpoint =>
                (
                    Pattern: endpoint.RoutePattern.RawText!,
                    Limits: endpoint.Metadata.GetOrderedMetadata<LimitedAttribute>()
                )
            )
            .Where(endpoint => !endpoint.Pattern.StartsWith("/_", StringComparison.Ordinal))
            .Where(endpoint => !endpoint.Pattern.StartsWith('_'))
            .ToList();

        Assert.Contains(open, endpoint => endpoint.Pattern == "/login");
        Assert.Equal(
            [],
            open.Where(endpoint => endpoint.Limits.Count == 0)
                .Select(endpoint => endpoint.Pattern)
                .Where(pattern => !pattern.StartsWith("/api/", StringComparison.Ordinal) && !own.Contains(pattern))
                .Distinct()
        );
    }

    private static string One(HttpResponseMessage answer, string header) =>
        Assert.Single(answer.Headers.GetValues(header));

    private static async Task<PlainForm> SendAsync(HttpClient client, string email) =>
        await (await PlainForm.OpenAsync(client)).SendAsync(
            client,
            ("Destination", "Lisbon"),
            ("TravelDate", RequestingWorld.Day),
            ("Email", email),
            ("NumPersons", "2"),
            ("Notes", "With a view")
        );

    private static Task<HttpResponseMessage> PostAsync(HttpClient client) =>
        client.PostAsJsonAsync(
            "/api/v1/travel-requests",
            new
            {
                destination = "Lisbon",
                travel_date = RequestingWorld.Day,
                user_email = "api@example.com",
                num_persons = 2,
            }
        );

    private async Task<int> CountAsync(string email)
    {
        await using var lease = await world
            .Server.Services.GetRequiredService<TenantDatabases>()
            .OpenAsync(world.Agency.Tenant);
        return await lease.Db.TravelRequests.CountAsync(request => request.UserEmail == email);
    }
}
