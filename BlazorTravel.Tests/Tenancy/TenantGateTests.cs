using System.Net;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Tests.Tenancy;

/// <summary>Which host and header lead where, on a whole running server.</summary>
public sealed class TenantGateTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Anything = "/api/v1/nothing-here";

    [Fact]
    public async Task An_unknown_agency_is_not_found_in_the_platforms_words()
    {
        using var client = app.Server.NewClient("nobody");
        using var answer = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("nobody.localhost", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", "foreign1")]
    [InlineData("localhost.evil.example", "foreign2")]
    [InlineData("a.b.localhost", "foreign3")]
    public async Task A_foreign_host_is_not_found_whatever_the_header_says(string host, string subdomain)
    {
        var agency = await AgencyAsync(subdomain);
        using var client = app.Server.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Anything);
        request.Headers.Host = host;
        request.Headers.Add(TenantGate.Header, agency.Tenant.Subdomain);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_host_is_not_saved_by_a_known_header()
    {
        var agency = await AgencyAsync("saved");
        using var answer = await GetAsync("nobody", agency.Tenant.Subdomain);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Host_and_header_that_disagree_are_a_bad_request()
    {
        var one = await AgencyAsync("one1");
        var other = await AgencyAsync("other1");
        using (var answer = await GetAsync("one1", other.Tenant.Subdomain))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        using (var answer = await GetAsync("one1", other.Tenant.Id))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        using (var answer = await GetAsync("one1", one.Tenant.Id))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode); // the agency is right, only the page is not
        }
    }

    [Fact]
    public async Task A_suspended_agency_answers_503_in_its_own_name_until_it_is_activated_again()
    {
        var agency = await AgencyAsync("asleep");
        await agency.ChangeAsync(app.Server, (tenant, now) => tenant.Suspend(now));
        using var client = app.Server.NewClient("asleep");
        using (var answer = await client.GetAsync("/login"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("asleep Travel", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using (var answer = await client.GetAsync("/favicon.svg"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        await agency.ChangeAsync(app.Server, (tenant, now) => tenant.Activate(now));
        using (var answer = await client.GetAsync("/login"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_second_server_hears_of_a_suspension_within_a_second()
    {
        var agency = await AgencyAsync("twoservers");
        var second = await app.Backends.StartServerAsync();
        using var client = second.NewClient("twoservers");
        using (var before = await client.GetAsync("/login"))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }
        await agency.ChangeAsync(app.Server, (tenant, now) => tenant.Suspend(now));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        while (true)
        {
            using var answer = await client.GetAsync("/login", limit.Token);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return;
            }
        }
    }

    private Task<TestAgency> AgencyAsync(string subdomain) => TestAgency.AddAsync(app.Server, subdomain);

    private async Task<HttpResponseMessage> GetAsync(string? host, string header)
    {
        using var client = app.Server.NewClient(host);
        using var request = new HttpRequestMessage(HttpMethod.Get, Anything);
        request.Headers.Add(TenantGate.Header, header);
        return await client.SendAsync(request);
    }
}
